/**
 * Beginnings of texts in which no hint of a secret was found. An agent sends its history again with every request: what was looked at once is found again
 * by comparing, and only what follows is looked at.
 *
 * Law (`test/laws/detector.laws.ts`): no hint matches a comma, so that none reaches over one but to look ahead. A text is therefore cut behind a
 * comma that lies in the known beginning, with room for what is looked ahead at.
 */
export class CleanBeginnings {
  private texts: readonly string[] = [];

  /** How much of the beginning of the text need not be looked at. */
  lengthIn(text: string): number {
    if (text.length < rememberedMin) return 0;
    let best = 0;
    for (const known of this.texts) best = Math.max(best, commonLength(known, text, best));
    return best <= lookAheadMax ? 0 : text.lastIndexOf(',', best - lookAheadMax) + 1;
  }

  /** The whole text was found to be clean. */
  remember(text: string): void {
    if (text.length < rememberedMin || text.length > rememberedMax) return;
    // A conversation that goes on takes the place of what it was.
    const others = this.texts.filter((known) => commonLength(known, text, 0) < known.length / 2);
    this.texts = [text, ...others.slice(0, textsMax - 1)];
  }
}

const rememberedMin = 2000;
const rememberedMax = 1_000_000;
/** As many sub-agents that talk at once. */
const textsMax = 8;
/** No hint looks ahead as far as this. */
const lookAheadMax = 64;
const commonStep = 32;

/** How long the two texts are the same from the beginning, in steps; less than `atLeast` where they are not the same up to there. */
function commonLength(a: string, b: string, atLeast: number): number {
  let low = 0;
  let high = Math.min(a.length, b.length);
  if (high < atLeast || a.slice(0, atLeast) !== b.slice(0, atLeast)) return 0;
  low = atLeast;
  while (high - low > commonStep) {
    const middle = (low + high) >>> 1;
    if (a.slice(low, middle) === b.slice(low, middle)) low = middle;
    else high = middle;
  }
  return low;
}
