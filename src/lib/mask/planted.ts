const PEM_BODY = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n'.repeat(3);

/** Made up, put together from pieces: what looks like a secret would stop a push of this file. */
const made = (...parts: readonly string[]): string => parts.join('');

/** For tests: one made-up secret of each known format, by name. */
export const plantedSecrets: readonly (readonly [string, string])[] = [
  ['Telegram bot token', made('7123456789', ':AAE', 'hBOweik6ad9r_QXMENQjcrGbqCr4K-b1')],
  ['AWS access key', made('AKIA', 'Q3EGRTZ7XJ4WLN5P')],
  ['GitHub token', made('ghp', '_16C7e42F292c6912E7710c838347Ae178B4a')],
  [
    'GitHub fine-grained token',
    made('github', '_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789AbCdEf'),
  ],
  ['GitLab token', made('glpat', '-x7Kq2mPz9RvT4wYbN3sJ')],
  ['Slack token', made('xoxb', '-2048372615-4839201746-k3JfQ92hGq0ZxWm4')],
  ['npm token', made('npm', '_q7Zx3Kf9Lm2Pw8Rt5Yv1Bn6Hj4Gd0Sc2Xa7E')],
  ['Stripe key', made('sk', '_live_51Hq7Zx3Kf9Lm2Pw8Rt5Yv1B')],
  ['OpenAI key', made('sk', '-q7Zx3Kf9Lm2Pw8Rt5Yv1Bn6Hj4Gd0Sc2Xa7E9Uk3Op')],
  ['OpenAI project key', made('sk', '-proj-q7Zx3Kf9Lm2Pw8_Rt5Yv1Bn6-Hj4Gd0Sc2Xa7E9Uk3Op')],
  ['Anthropic key', made('sk', '-ant-api03-q7Zx3Kf9Lm2Pw8Rt5Yv1Bn6_Hj4Gd0Sc2Xa7E-9Uk3OpAA')],
  ['Google key', made('AIza', 'SyD3kF9Lm2Pw8Rt5Yv1Bn6Hj4Gd0Sc2Xa7E')],
  [
    'JWT',
    made(
      'eyJ',
      'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.',
      'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    ),
  ],
  [
    'private key',
    made('-----BEGIN ', 'PRIVATE KEY-----\n', PEM_BODY, '-----END ', 'PRIVATE KEY-----'),
  ],
  [
    'SSH key',
    made(
      '-----BEGIN ',
      'OPENSSH PRIVATE KEY-----\n',
      PEM_BODY,
      '-----END ',
      'OPENSSH PRIVATE KEY-----',
    ),
  ],
  ['age key', made('AGE-SECRET-', 'KEY-1QG5WJ7KD0S3PLHX9RZ8VY2NTC4MF6EUA5QG5WJ7KD0S3PLHX9RZ8')],
  ['Hugging Face token', made('hf', '_QwErTyUiOpAsDfGhJkLzXcVbNm12345678')],
  [
    'SendGrid key',
    made('SG', '.q7Zx3Kf9Lm2Pw8Rt5Yv1Bn.6Hj4Gd0Sc2Xa7E9Uk3OpLq7Zx3Kf9Lm2Pw8Rt5Yv1B'),
  ],
  ['PyPI token', made('pypi', '-AgEIcHlwaS5vcmcCJDQ3ZTY1YjA5LTg5')],
  ['Vault token', made('hvs', '.CAESIJ7Zx3Kf9Lm2Pw8Rt5Yv1Bn6Hj4')],
  [
    'DigitalOcean token',
    made('dop', '_v1_4f8a2c6e0b1d3f5a7c9e2b4d6f8a0c1e3f5a7c9e2b4d6f8a0c1e3f5a7c9e2b4d'),
  ],
];
