/** The texts of the whole objects in a JSON array of objects that may have been cut off anywhere. */
export function splitJsonArray(text: string): readonly string[] {
  const objects: string[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let index = text.indexOf('[') + 1; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      if (depth++ === 0) start = index;
    } else if ((character === '}' || character === ']') && --depth === 0) objects.push(text.slice(start, index + 1));
    if (depth < 0) break;
  }
  return objects;
}
