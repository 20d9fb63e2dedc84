import type { EChartsOption } from 'echarts';

/** What a picture needs to stand in a page. */
export interface Chart {
  /** Used in ids: letters and dashes. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, in words, for those who do not see it. */
  readonly description: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly option: EChartsOption;
}

/**
 * Colours by their role. The chart library knows only colours that it can compute with, so it is given these, and they are exchanged for the variables of
 * the page: the picture follows light and dark, screen and paper.
 */
export const chartColours = {
  ink: '#0a0001',
  soft: '#0a0002',
  line: '#0a0003',
  accent: '#0a0004',
  good: '#0a0005',
  bad: '#0a0006',
  paper: '#0a0007',
  sunken: '#0a0008',
} as const;

const variables: Readonly<Record<string, string>> = {
  [chartColours.ink]: 'var(--ink)',
  [chartColours.soft]: 'var(--soft)',
  [chartColours.line]: 'var(--line)',
  [chartColours.accent]: 'var(--link)',
  [chartColours.good]: 'var(--pass)',
  [chartColours.bad]: 'var(--fail)',
  [chartColours.paper]: 'var(--raised)',
  [chartColours.sunken]: 'var(--sunken)',
};

/** Draws a chart as one SVG element without styles, scripts or anything from elsewhere. The library is loaded when the first one is drawn. */
export async function chartSvg(chart: Chart): Promise<string> {
  const [{ init, use }, { CustomChart, LineChart }, { GridComponent, MarkLineComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  use([CustomChart, LineChart, GridComponent, MarkLineComponent, SVGRenderer]);
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: chart.widthPx, height: chart.heightPx });
  try {
    drawing.setOption({ animation: false, useUTC: true, backgroundColor: 'transparent', ...chart.option });
    return dressed(drawing.renderToSVGString(), chart);
  } finally {
    // A drawing that is not given back keeps the process alive.
    drawing.dispose();
  }
}

/** Takes out what a page under a strict policy would refuse and what changes from one drawing to the next; puts in title and description. */
function dressed(svg: string, { id, title, description, widthPx, heightPx }: Chart): string {
  const inner = svg
    .replace(/^[^]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replaceAll(/<style[^]*?<\/style>/g, '')
    .replaceAll(/ (?:style|class|pointer-events|xml:space|ecmeta_\w+)="[^"]*"/g, '')
    .replaceAll(/zr\d+-/g, `${id}-`)
    .replaceAll(/"(#0a000\d)"/g, (_, colour: string) => `"${variables[colour]}"`)
    .replaceAll(/"rgb\(10,0,(\d)\)"/g, (_, digit: string) => `"${variables[`#0a000${digit}`]}"`)
    .replaceAll(/(\d+\.\d{2})\d+/g, '$1')
    .replaceAll(/\n\s*/g, '\n');
  return `<svg viewBox="0 0 ${widthPx} ${heightPx}" role="img" aria-labelledby="${id}-title ${id}-description"><title id="${id}-title">${escaped(title)}</title><desc id="${id}-description">${escaped(description)}</desc>${inner}</svg>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
