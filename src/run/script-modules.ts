import { pathToFileURL } from 'node:url';
import { RehearsalFailure } from '../domain/failure.ts';
import type { ScriptedModel } from '../domain/scripted-model.ts';

/**
 * Loads the module of a scripted model.
 *
 * @throws RehearsalFailure MODEL_FAILED: it cannot be loaded, or exports no function.
 */
export async function loadScriptedModel(path: string): Promise<ScriptedModel> {
  const hint = 'The module of a scripted model exports a function as its default: `export default ({ task, results }) => ({ text: … })`.';
  const loaded = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new RehearsalFailure('MODEL_FAILED', `The scripted model ${path} cannot be loaded: ${(error as Error).message}`, { hint, cause: error });
  });
  const model = (loaded as { readonly default?: unknown }).default;
  if (typeof model !== 'function')
    throw new RehearsalFailure('MODEL_FAILED', `The scripted model ${path} exports no function as its default.`, { hint });
  return model as ScriptedModel;
}
