/** Variables of the bot that project code may see. Everything else stays outside. */
const ALLOWED: readonly string[] = [
  'LANG',
  'LC_ALL',
  'TZ',
  'TERM',
  'npm_config_registry',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  ...certificateVariables(),
];

/** Variables whose value is a file or directory of certificates, which must be visible inside. */
export function certificateVariables(): readonly string[] {
  return ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];
}

/** What project code gets of `environment`: names on the allow-list, with a value. */
export function allowedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const name of ALLOWED) {
    const value = environment[name];
    if (value !== undefined && value !== '') allowed[name] = value;
  }
  return allowed;
}
