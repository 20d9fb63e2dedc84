import { dirname, isAbsolute, join, relative } from 'node:path';
import { rolldown, type Plugin } from 'rolldown';

/**
 * Puts the modules of the command line into a few files, `bundle/` in the folder of the build: of a small run, finding and linking two hundred modules took a
 * third of the time. Packages stay outside. The modules themselves stay where they are, for whoever imports the package, for worker threads and helper processes.
 */
export async function bundleCommandLine(build: string): Promise<void> {
  const bundleFolder = join(build, 'bundle');
  const bundle = await rolldown({
    input: { main: join(build, 'cli', 'main.js') },
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    plugins: [keepPlaces(bundleFolder)],
    onLog(_level, { code, message }) {
      // A module that somebody loads late, and somebody else at once, is loaded at once. Anything else is an error.
      if (code !== 'INEFFECTIVE_DYNAMIC_IMPORT') throw new Error(`The command line could not be bundled: ${message}`);
    },
  });
  await bundle.write({ dir: bundleFolder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' });
}

/** A module finds its neighbours by `import.meta`: in a bundle it must still say where the module itself lies. */
function keepPlaces(bundleFolder: string): Plugin {
  return {
    name: 'keep-places',
    transform(code, id) {
      const place = (path: string): string => `new URL(${JSON.stringify(relative(bundleFolder, path))}, import.meta.url)`;
      return code.replaceAll(/\bimport\.meta\.(url|dirname|filename)\b/g, (_, what: string) => {
        if (what === 'url') return `${place(id)}.href`;
        return `process.getBuiltinModule('node:url').fileURLToPath(${place(what === 'dirname' ? dirname(id) : id)})`;
      });
    },
  };
}
