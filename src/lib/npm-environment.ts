import { delimiter, dirname } from 'node:path';

const PASSED =
  /^(?:PATH|HOME|(?:https?|no|all)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|npm_config_.*)$/iu;

/**
 * What npm gets of our environment when we run it: enough to find its settings and the registry,
 * and none of our secrets. `node` comes first on its `PATH`.
 */
export function npmEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  node: string,
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && PASSED.test(name)) passed[name] = value;
  passed['PATH'] = `${dirname(node)}${delimiter}${passed['PATH'] ?? ''}`;
  return passed;
}
