import path from 'node:path';
import { z } from 'zod';

/** Where releases run and what should be live is written. */
export interface DeployConfig {
  /** Where people reach what the deployers `local` and `compose` make live. */
  readonly bindHost: string;
  /** `local` may be used although we run in a container: its releases then end with it. */
  readonly isLocalInContainer: boolean;
  /** Where the ops repository is mirrored to. */
  readonly opsRemote?: {
    readonly url: string;
    readonly token?: string;
    readonly sshKeyFile?: string;
  };
  /** Absolute: a private key of SSH that signs every commit of the ops repository. */
  readonly opsSigningKeyFile?: string;
}

/** The variables of deploys. */
export const deployEnvironment = {
  RELEASES_HOST: z.string().default('127.0.0.1'),
  LOCAL_DEPLOYS_IN_CONTAINER: z
    .enum(['yes', 'no'], { error: 'must be yes or no' })
    .default('no')
    .transform((word) => word === 'yes'),
  OPS_REMOTE_URL: z.string().optional(),
  OPS_REMOTE_TOKEN: z.string().optional(),
  OPS_REMOTE_SSH_KEY_FILE: z.string().optional(),
  OPS_SIGNING_KEY_FILE: z.string().optional(),
};

const variables = z.object(deployEnvironment);

/** What the variables mean together. */
export function toDeployConfig(data: z.infer<typeof variables>): DeployConfig {
  const { OPS_REMOTE_URL: url, OPS_REMOTE_TOKEN: token, OPS_REMOTE_SSH_KEY_FILE: key } = data;
  const remote = url !== undefined && {
    url,
    ...(token !== undefined && { token }),
    ...(key !== undefined && { sshKeyFile: path.resolve(key) }),
  };
  const signing = data.OPS_SIGNING_KEY_FILE;
  return {
    bindHost: data.RELEASES_HOST,
    isLocalInContainer: data.LOCAL_DEPLOYS_IN_CONTAINER,
    ...(remote && { opsRemote: remote }),
    ...(signing !== undefined && { opsSigningKeyFile: path.resolve(signing) }),
  };
}
