/** Names of files that hold secrets by custom: nobody gets them over a chat. */
const LOCKED: readonly RegExp[] = [
  /^\.env(?:rc|\..*|[-_].*)?$/u,
  /\.env$/u,
  /\.(?:pem|key|p8|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg|age|ovpn)(?:\.(?:bak|old|orig|txt|\d+))?$/u,
  /^id_(?:rsa|dsa|ecdsa|ed25519|xmss)/u,
  /^id_[^.]*$/u,
  /^\.(?:npmrc|yarnrc|netrc|pgpass|pypirc|htpasswd|git-credentials|dockercfg|s3cfg|boto|my\.cnf|vault-token)$/u,
  /^(?:_netrc|htpasswd|credentials|kubeconfig)$/u,
  /^(?:credentials|service[-_]?account|client[-_]secret)[^/]*\.json$/u,
  /^\.?secrets?(?:\.(?:json|ya?ml|toml|env|txt|ini|enc|conf))?$/u,
  /\.tfstate(?:\.backup)?$/u,
  /^\.(?:ssh|gnupg|aws|kube|docker|azure|gcloud)$/u,
  /^\.git$/u,
];
/** What is put beside the secret one so that everybody knows its form. */
const SAMPLE = /^\.env\.(?:example|sample|template|dist)$/u;

/** Says whether the path, or a folder on its way, is kept from everybody by its name. */
export function isLocked(path: string): boolean {
  return path
    .normalize('NFC')
    .toLowerCase()
    .split('/')
    .some((part) => {
      const name = part.replace(/[\s.~]+$/u, '');
      return !SAMPLE.test(name) && LOCKED.some((pattern) => pattern.test(name));
    });
}
