/** Texts as small numbers, from 1 on; 0 stands for none. */
export class Dictionary {
  readonly #ids = new Map<string, number>();
  /** The text of each number; the first is empty. */
  readonly texts: string[] = [''];

  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.#ids.set(text, id);
    this.texts.push(text);
    return id;
  }

  /** The number of a text that was met before, else undefined. */
  find(text: string): number | undefined {
    return this.#ids.get(text);
  }
}
