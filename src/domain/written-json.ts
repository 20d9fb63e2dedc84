/** What the values were written as before. */
const texts = new WeakMap<object, string>();

/** Remembers the JSON text of a value that nobody changes any more, so that whoever writes it next need not make it again. */
export function rememberJson(value: object, text: string): void {
  texts.set(value, text);
}

/** The JSON text that was remembered for this very object; undefined where none was. */
export function rememberedJson(value: object): string | undefined {
  return texts.get(value);
}
