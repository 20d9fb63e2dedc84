import type { Touch } from '../domain/tool-event.ts';
import type { Scope } from '../domain/world.ts';

/** What cannot be undone, or reaches beyond the task: refused unless `scope.grantedCommands` grants it. */
const refusedCommands: readonly (readonly [RegExp, string])[] = [
  [/\brm\s+(-[\w-]*\s+)*(-\w*[rRf]\w*|--recursive|--force)\b|\brmtree\b/, 'removes folders by force'],
  [/\bfind\b.*\s-(delete|(exec|ok)(dir)?\s+(rm|shred|unlink))\b/, 'removes whatever it finds'],
  [/\bshred\b|\btruncate\s.*-s\s*0\b/, 'empties files'],
  [/\bcrontab\s+-r\b/, 'removes what is planned'],
  [/\beval\b|\bbase64\s+(-d|-D|--decode)\b/, 'runs what nobody can read'],
  [/\bkill\s+(-9|-(SIG)?KILL|(-s|-n|--signal)[\s=]+(9|(SIG)?KILL))\b|\b(pkill|killall5?)\b/, 'kills processes of others'],
  [/\b(pip[\d.]*|pipx|uv|npm|pnpm|yarn|apt|apt-get|yum|dnf|brew|gem|cargo|go|apk|conda)\s+(\S+\s+)*(install|add|i|get)\b/, 'installs packages'],
  [/\b(passwd|chpasswd|usermod|useradd|adduser)\b/, 'changes passwords or accounts'],
  [/\b(sudo|su|doas)\b/, 'becomes somebody else'],
  [
    /\b(wget\b.*(\s-\w*r\w*\b|--recursive|--mirror)|curl\b.*\|\s*(ba|z)?sh\b|wget\b.*\|\s*(ba|z)?sh\b)/,
    'downloads without end, or runs what it downloads',
  ],
  [/\b(mkfs|fdisk|dd)\b|>\s*\/dev\/(sd|nvme|disk)/, 'writes to disks'],
  [/\b(shutdown|reboot|halt|poweroff)\b/, 'stops the machine'],
  [/\bch(mod|own|grp)\s(.*\s)?(-\w*R\w*|--recursive)\b/, 'changes rights of whole folders'],
  [/:\(\)\s*\{/, 'forks without end'],
  [
    /\b(git\s+push\s+(\S+\s+)*(-f|--force)|docker\s+(system\s+prune|rm\s+-f|run\s.*--privileged)|drop\s+(table|database))\b/i,
    'destroys what others rely on',
  ],
];

/** Why a command is refused; undefined where it is not, or was granted. Each command of a line is looked at by itself: a grant of one is none of what follows it. */
export function refusalOf(line: string, granted: readonly string[] = []): string | undefined {
  const whole =
    piped.exec(line) !== null && !granted.some((pattern) => pattern.includes('|') && matchesGlob(line.trim(), pattern))
      ? 'runs what it downloads'
      : undefined;
  const commands = line.split(/&&|\|\||[;|&\n`]|\$\(/).map((command) => command.trim());
  const refused = commands.filter((command) => !granted.some((pattern) => matchesGlob(command, pattern)));
  return refused.map((command) => refusedCommands.find(([pattern]) => pattern.test(command))?.[1]).find((why) => why !== undefined) ?? whole;
}

const piped = /\b(curl|wget)\b.*\|\s*(sudo\s+)?((ba|z|da)?sh|(python[\d.]*|node|perl|ruby)(\s+-)?\s*($|[;&|]))|\b(ba|z|da)?sh\s+<\(\s*(curl|wget)\b/;

/** `*` stands for any text; everything else for itself. */
export function matchesGlob(text: string, pattern: string): boolean {
  if (pattern === '*') return true;
  if (!pattern.includes('*')) return text === pattern;
  return expressionOf(pattern).test(text);
}

const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known !== undefined) return known;
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${escaped.join('.*')}$`, 's');
  expressions.set(pattern, expression);
  return expression;
}

/** True where a path, links followed, is a root or lies under one. A root that is not absolute lies in the case's own folder. */
export function isUnder(path: string, roots: readonly string[], inFolder?: string): boolean {
  return roots.some((root) => {
    if (!root.startsWith('/')) {
      const own = root.replace(/^(\.\/+)+/, '').replace(/\/+$/, '');
      return inFolder !== undefined && (own === '' || own === '.' || inFolder === own || inFolder.startsWith(`${own}/`));
    }
    const folder = root.length > 1 ? root.replace(/\/+$/, '') : root;
    return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
  });
}

/** `host` means its ports 443 and 80, `host:port` that port; `*.example.com` any host below it. */
export function isAllowedHost(host: string, port: number, hosts: readonly string[]): boolean {
  return hosts.some((entry) => {
    const [, name, own] = /^(.*?)(?::(\d+))?$/.exec(entry)!;
    return matchesGlob(host.toLowerCase(), name!.toLowerCase()) && (own === undefined ? port === 443 || port === 80 : Number(own) === port);
  });
}

/** What a touch does that the scope does not allow, in words. */
export function breachOf(touch: Touch, scope: Scope): string | undefined {
  switch (touch.kind) {
    case 'path': {
      const outside = scope.roots !== undefined && !isUnder(touch.resolved, scope.roots, touch.inFolder);
      return outside
        ? `touches ${touch.resolved}${touch.given === touch.resolved ? '' : ` (given as ${touch.given})`}, outside of ${(scope.roots ?? []).join(', ')}`
        : undefined;
    }
    case 'host':
      return scope.hosts !== undefined && !isAllowedHost(touch.host, touch.port, scope.hosts)
        ? `asks ${touch.host}:${touch.port}, allowed ${scope.hosts.join(', ') || 'none'}`
        : undefined;
    case 'command': {
      const why = refusalOf(touch.command, scope.grantedCommands);
      return why === undefined ? undefined : `runs \`${touch.command}\`, which ${why}`;
    }
    case 'bytes':
      return scope.bytesMax !== undefined && touch.bytes > scope.bytesMax ? `has ${touch.bytes} bytes, limit ${scope.bytesMax}` : undefined;
  }
}
