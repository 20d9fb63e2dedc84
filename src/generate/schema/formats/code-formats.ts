import type { Draw } from '../../draw.ts';
import type { Format } from './index.ts';

const digits = '0123456789abcdef';

function hex(draw: Draw, length: number): string {
  let text = '';
  for (let index = 0; index < length; index++) text += digits[draw.int(0, 15)]!;
  return text;
}

function uuid(draw: Draw): string {
  if (draw.edge())
    return draw.pick(['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'URN:UUID:123E4567-E89B-12D3-A456-426614174000'.replace('URN:UUID', 'urn:uuid')]);
  return `${hex(draw, 8)}-${hex(draw, 4)}-4${hex(draw, 3)}-8${hex(draw, 3)}-${hex(draw, 12)}`;
}

function pointer(draw: Draw): string {
  return Array.from({ length: draw.int(0, 3) }, () => `/${draw.pick(['a', 'items', '0', '', 'a~1b', 'm~0n', 'x y'])}`).join('');
}

function byte(draw: Draw, lengthMin: number): string {
  const groups = Math.max(draw.int(0, 4), Math.ceil(lengthMin / 4));
  const whole = Array.from({ length: groups }, () => draw.pick(['YWJj', 'AAAA', '+/9z', 'b3Jk'])).join('');
  return draw.int(0, 2) < 2 ? whole : `${whole}${draw.pick(['YQ==', 'YWI='])}`;
}

export const codeFormats: Readonly<Record<string, Format>> = {
  uuid,
  regex: (draw) => draw.pick(['a', '^a+$', '[0-9]{3}', '(?:x|y)*', '\\d+', '', '^(?=.*\\d).+$']),
  'json-pointer': pointer,
  'json-pointer-uri-fragment': (draw) => `#${pointer(draw).replaceAll(' ', '%20')}`,
  'relative-json-pointer': (draw) => `${draw.int(0, 3)}${draw.int(0, 2) < 2 ? pointer(draw) : '#'}`,
  byte,
};
