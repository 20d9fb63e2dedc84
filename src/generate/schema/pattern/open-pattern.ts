import type { Draw } from '../../draw.ts';
import { parsePattern, type PatternPart } from './parse-pattern.ts';

/** A pattern from which texts can be drawn. */
export interface Pattern {
  /** A text that matches, unless what the pattern looks ahead for prevents it; as long as wanted where the pattern leaves it open. */
  draw(draw: Draw, lengthMin: number, lengthMax?: number): string;
}

const opened = new Map<string, Pattern>();

/** Opens a pattern, once. */
export function openPattern(source: string): Pattern {
  let pattern = opened.get(source);
  if (pattern === undefined) {
    if (opened.size >= 1000) opened.clear();
    opened.set(source, (pattern = makePattern(source)));
  }
  return pattern;
}

function makePattern(source: string): Pattern {
  const part = parsePattern(source);
  const [startsAnywhere, endsAnywhere] = [!holdsAnchor(part, 'start'), !holdsAnchor(part, 'end')];
  return {
    draw(draw, lengthMin, lengthMax = Infinity) {
      // First without a thought of the length, then with ever more of what may be repeated.
      const shortest = draw.int(0, 3) === 0 ? lengthMin : 0;
      let text = drawPart(part, draw, { least: shortest, budget: lengthMax }, new Map());
      if (text.length < lengthMin) text = drawPart(part, draw, { least: lengthMin, budget: lengthMax }, new Map());
      if (endsAnywhere && (draw.oneIn(6) || text.length < lengthMin)) text += 'a'.repeat(Math.max(draw.int(0, 2), lengthMin - text.length));
      if (startsAnywhere && (draw.oneIn(6) || text.length < lengthMin)) text = 'a'.repeat(Math.max(draw.int(0, 2), lengthMin - text.length)) + text;
      return text;
    },
  };
}

function holdsAnchor(part: PatternPart, anchor: 'start' | 'end'): boolean {
  switch (part.kind) {
    case 'condition':
      return part.anchor === anchor;
    case 'sequence':
      return part.parts.some((one) => holdsAnchor(one, anchor));
    case 'choice':
      return part.ways.some((one) => holdsAnchor(one, anchor));
    case 'repeat':
    case 'group':
      return holdsAnchor(part.part, anchor);
    default:
      return false;
  }
}

interface Wish {
  /** What may be repeated without end is repeated at least so often. */
  readonly least: number;
  /** No more than so many characters in all. */
  readonly budget: number;
}

function drawPart(part: PatternPart, draw: Draw, wish: Wish, groups: Map<number | string, string>): string {
  switch (part.kind) {
    case 'condition':
      return '';
    case 'character':
      return drawCharacter(part.characters, draw);
    case 'sequence': {
      let text = '';
      for (const one of part.parts) text += drawPart(one, draw, wish, groups);
      return text;
    }
    case 'choice':
      return drawPart(draw.pick(part.ways), draw, wish, groups);
    case 'group': {
      const text = drawPart(part.part, draw, wish, groups);
      groups.set(part.number, text);
      if (part.name !== undefined) groups.set(part.name, text);
      return text;
    }
    case 'same-as':
      return groups.get(part.group) ?? '';
    case 'repeat':
      return drawRepeated(part, draw, wish, groups);
  }
}

/** Letters and digits mostly, where the class has them: they are what people can read. */
function drawCharacter(characters: readonly string[], draw: Draw): string {
  if (characters.length === 0) return '';
  return characters[draw.int(0, characters.length > 62 && !draw.oneIn(8) ? 61 : characters.length - 1)]!;
}

function drawRepeated(
  { part, min, max }: Extract<PatternPart, { kind: 'repeat' }>,
  draw: Draw,
  wish: Wish,
  groups: Map<number | string, string>,
): string {
  const least = Math.min(max, Math.max(min, wish.least));
  const most = Math.min(max, least + 5);
  const count = draw.edge() && max <= 64 ? draw.pick([min, max]) : draw.int(least, most);
  let text = '';
  for (let index = 0; index < count && (index < min || text.length < wish.budget); index++) text += drawPart(part, draw, wish, groups);
  return text;
}
