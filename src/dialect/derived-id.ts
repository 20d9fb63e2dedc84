/** An id made of what it names, so that the same answer is always written in the same bytes (FNV-1a from three seeds). */
export function derivedId(prefix: string, content: string): string {
  return prefix + hashText(content, 2166136261) + hashText(content, 84696351) + hashText(content, 1540483477);
}

function hashText(text: string, seed: number): string {
  let hash = seed;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
