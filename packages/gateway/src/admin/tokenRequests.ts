import { ApiError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { checkElements } from '../core/request.ts';
import { StoredTokens } from '../core/tokens.ts';
import type { AdminContext, ServerRequest } from './adminApi.ts';

/** Stored tokens; with signed ones there is nothing to add or remove. */
export const tokenRequests: Readonly<Record<string, ServerRequest>> = {
  add_token: (context, fields) => {
    const tokens = tokensOf(context);
    checkElements(fields, [
      { name: 'token', type: 'a string', required: true },
      { name: 'plugins', type: 'an array' },
    ]);
    const token = String(fields['token']);
    const given = arrayIn(fields);
    // A token without a list of its own may use every plugin there is.
    const plugins = given.length === 0 ? [...context.plugins.keys()] : knownPlugins(context, given);
    if (!tokens.add(token, plugins)) throw new ApiError('unknown', 'Error adding token');
    return pluginsAnswer(tokens, token);
  },
  allow_token: (context, fields) => changePlugins(context, fields, (plugins, plugin) => plugins.add(plugin)),
  disallow_token: (context, fields) =>
    changePlugins(context, fields, (plugins, plugin) => plugins.delete(plugin)),
  list_tokens: (context) => {
    const list = tokensOf(context).list();
    return { data: { tokens: list.map(({ token, plugins }) => ({ token, allowed_plugins: plugins })) } };
  },
  remove_token: (context, fields) => {
    const tokens = tokensOf(context);
    checkElements(fields, [{ name: 'token', type: 'a string', required: true }]);
    if (!tokens.remove(String(fields['token']))) {
      throw new ApiError('unknown', 'Error removing token');
    }
    return {};
  },
};

/** @throws ApiError 490 when tokens are not asked for, or are signed */
function tokensOf({ tokens }: AdminContext): StoredTokens {
  if (tokens instanceof StoredTokens) return tokens;
  throw new ApiError('unknown', 'Stored-Token based authentication disabled');
}

function changePlugins(
  context: AdminContext,
  fields: JsonObject,
  change: (plugins: Set<string>, plugin: string) => void,
): JsonObject {
  const tokens = tokensOf(context);
  checkElements(fields, [
    { name: 'token', type: 'a string', required: true },
    { name: 'plugins', type: 'an array' },
  ]);
  const token = String(fields['token']);
  const plugins = tokens.pluginsOf(token);
  if (plugins === null) throw new ApiError('tokenNotFound', `Token ${token} not found`);
  const given = arrayIn(fields);
  if (given.length === 0) throw wrongPlugins('plugins should be a non-empty array');
  const known = knownPlugins(context, given);
  if (known.length < given.length) throw wrongPlugins('some of the provided plugins are invalid');
  for (const plugin of known) change(plugins, plugin);
  return pluginsAnswer(tokens, token);
}

function arrayIn(fields: JsonObject): unknown[] {
  const { plugins } = fields;
  return Array.isArray(plugins) ? plugins : [];
}

function knownPlugins({ plugins }: AdminContext, given: readonly unknown[]): string[] {
  return given.filter((name): name is string => typeof name === 'string' && plugins.has(name));
}

function wrongPlugins(what: string): ApiError {
  return new ApiError('invalidElementType', `Invalid element type (${what})`);
}

function pluginsAnswer(tokens: StoredTokens, token: string): JsonObject {
  return { data: { plugins: [...(tokens.pluginsOf(token) ?? [])] } };
}
