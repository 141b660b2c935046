import { assert, constantFrom, property, string, uniqueArray } from 'fast-check';
import { expect, it } from 'vitest';
import { createMasker, MASK, maskDeep } from './masker.ts';
import { plantedSecrets } from './planted.ts';

const PASSWORD = 'Tr0ub4dor&3 "quoted"\\/ü';

it.each(plantedSecrets)('hides a %s wherever it stands', (_kind, secret) => {
  const { mask, maskMarkdown } = createMasker();
  for (const text of [
    secret,
    `before ${secret} behind`,
    `"value": "${secret}",`,
    `'${secret}'`,
    `+KEY=${secret}`,
    `see ${secret}.\nnext line`,
    JSON.stringify({ message: `x ${secret}` }),
  ]) {
    expect(mask(text)).not.toContain(secret);
    expect(mask(text)).toContain(MASK);
  }
  const escaped = secret.replaceAll(/[\\`*_[\]()<>#~|!&+=-]/gu, String.raw`\$&`);
  expect(maskMarkdown(`a \\* b ${escaped} c \\_ d`).replaceAll('\\', '')).toBe(
    createMasker().mask(`a * b ${secret} c _ d`),
  );
});

it('hides an added value in every usual encoding', () => {
  const { mask } = createMasker([PASSWORD]);
  const base64 = (before: string, encoding: 'base64' | 'base64url' = 'base64') =>
    Buffer.from(`${before}${PASSWORD}${before}z`).toString(encoding);
  for (const text of [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    encodeURIComponent(PASSWORD).replaceAll(/%../gu, (escape) => escape.toLowerCase()),
    new URLSearchParams({ p: PASSWORD }).toString(),
    JSON.stringify({ p: PASSWORD }),
    JSON.stringify(JSON.stringify({ p: PASSWORD })),
    Buffer.from(PASSWORD).toString('hex'),
    Buffer.from(PASSWORD).toString('hex').toUpperCase(),
    ...['', 'a', 'ab', 'abc'].flatMap((before) => [base64(before), base64(before, 'base64url')]),
  ]) {
    const masked = mask(text);
    expect(masked).toContain(MASK);
    // Of an encoded value no more than what its neighbors change may be left.
    expect(masked.replaceAll(MASK, '').length).toBeLessThan(16);
  }
});

it.each(plantedSecrets)('hides a %s in UTF-16 that was read as something else', (_kind, secret) => {
  const masker = createMasker(['hush-hush-hush']);
  for (const text of [`key ${secret}\r\nend`, `a hush-hush-hush z`]) {
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const [bytes, encoding] of [
      [little, 'latin1'],
      [big, 'latin1'],
      [little.subarray(2), 'utf8'],
      [big.subarray(2), 'utf8'],
    ] as const) {
      const read = bytes.toString(encoding);
      expect(masker.find(read)).not.toEqual([]);
      const view = masker.mask(read).replaceAll('\0', '');
      expect(view).toContain(MASK);
      expect(view).not.toContain(text.slice(4, -4).trim());
    }
    const masked = Buffer.from(masker.mask(little.toString('latin1')), 'latin1');
    expect(masked.toString('utf16le')).toBe(`\uFEFF${masker.mask(text)}`);
  }
});

it('damages nothing beside a value in UTF-16, of either byte order', () => {
  const masker = createMasker(['hush-hush-hush']);
  const shown = (text: string, order: 'little' | 'big') => {
    const swapped = (bytes: Buffer) => (order === 'big' ? bytes.swap16() : bytes);
    const read = swapped(Buffer.from(text, 'utf16le')).toString('latin1');
    return swapped(Buffer.from(masker.mask(read), 'latin1')).toString('utf16le');
  };
  for (const order of ['little', 'big'] as const) {
    for (const text of [
      'hush-hush-hushключ',
      'ключhush-hush-hush',
      'a hush-hush-hush',
      'a hush-hush-hush z',
      '\uFEFFhush-hush-hush hush-hush-hush',
    ])
      expect(shown(text, order)).toBe(masker.mask(text));
  }
  // One byte of the letter behind looks like a colon, which a value can have: it goes as a whole.
  expect(shown('PASSWORD=k3Jf92hGq0Zxключ', 'big')).toBe(`PASSWORD=${MASK}ключ`);
  expect(shown('PASSWORD=k3Jf92hGq0Zxключ', 'little')).toBe(`PASSWORD=${MASK}люч`);
});

it('hides an added value in HTML', () => {
  const { mask } = createMasker([`p@ss<w>ord&"9'x`]);
  for (const text of [
    'p@ss&lt;w&gt;ord&amp;"9\'x',
    "p@ss&lt;w&gt;ord&amp;&quot;9'x",
    'p@ss&lt;w&gt;ord&amp;&quot;9&#39;x',
    'p@ss&lt;w&gt;ord&amp;&quot;9&#x27;x',
  ])
    expect(mask(`<b>${text}</b>`)).toBe(`<b>${MASK}</b>`);
});

it('hides what is left of an added value where a text was cut', () => {
  const { mask } = createMasker(['abcdefghij-klmnopqrst']);
  expect(mask('key: abcdefghij-k…')).toBe(`key: ${MASK}…`);
  expect(mask('key: abcdefghij-kl')).toBe(`key: ${MASK}`);
  expect(mask('key: abcdefghij and more')).toBe('key: abcdefghij and more');
});

it('takes no words behind the beginning of an added value, nor any structure, for more of it', () => {
  const { mask } = createMasker(['postgres-very-secret-value', 'abcdefghijklmnopqrstuvwx']);
  for (const text of [
    'Waiting for postgres to be...',
    '{"a":"abcdefgh","b":"…"}',
    '(postgres) [ok]…',
  ])
    expect(mask(text)).toBe(text);
  expect(mask('{"a":"abcdefghijkl","b":1}')).toBe('{"a":"abcdefghijkl","b":1}');
  expect(mask('{"b":1,"a":"abcdefghijkl"}')).toBe(`{"b":1,"a":"${MASK}"}`);
});

it.each([
  'tok"en<aa>bb{cc}[dd]ee"ff',
  'correct horse battery staple nine',
  'k3Jf,92hG "q0Zx" {PwLm} nB7c, v5Tz',
  `k3Jf92hGq0\nZx'Pw(L)m\tnB\x607c v5Tz`,
])('hides what is left of %j wherever a text was cut', (value) => {
  const { mask } = createMasker([value]);
  const cut = (least: number) =>
    Array.from({ length: value.length - least }, (_, more) => value.slice(0, least + more));
  for (const left of cut(8))
    for (const mark of ['…', '...'])
      expect(mask(`key: ${left}${mark}`)).toBe(`key: ${MASK}${mark}`);
  // What may end a JSON text stays, so that it does.
  for (const left of cut(Math.max(12, Math.ceil(value.length / 2))))
    expect(mask(`key: ${left}`)).toMatch(/^key: \[masked\]"?[}\]]*$/u);
});

it('tells nobody by what it masks whether the next letter is right', () => {
  for (const value of ['production-k3Jf92hGq0ZxPwLmNb', 'production-k "{}, 0ZxPwLmNb[]()']) {
    const { mask } = createMasker([value]);
    // Eight at once are needed each time: 15 and 23 are where the next ones begin to count.
    for (const known of [9, 12, 17, 20]) {
      // The boundaries that it has; all others could not be of it, whatever its letters are.
      const boundaries = [' ', '"', '{', ','].filter((each) => value.includes(each));
      const guesses = ['a', 'k', '3', '!', ...boundaries, value.charAt(known)];
      for (const end of ['…', '...', '']) {
        const shown = guesses.map((guess) => mask(`x ${value.slice(0, known)}${guess}${end}`));
        expect(new Set(shown.map((each) => each.includes(MASK))).size).toBe(1);
      }
    }
  }
});

it('takes no ordinary words for the beginning of an added value', () => {
  const { mask } = createMasker([
    'postgres://app:k3Jf92hGq0ZxPwLm@db/shop',
    'ghp_16C7e42F292c6912E771',
  ]);
  for (const text of [
    'Which database? postgres',
    'an address such as postgres://…',
    'it begins with postgres://app:...',
    'tokens look like ghp_16…',
    'guessed: postgres://app:k3Jf92',
  ])
    expect(mask(text)).toBe(text);
  expect(mask('at postgres://app:k3Jf92hG…')).toBe(`at ${MASK}…`);
  expect(mask('at postgres://app:k3Jf92hGq0Zx')).toBe(`at ${MASK}`);
});

it('finds whole values alone: nothing is cut in a file', () => {
  const { find } = createMasker(['abcdefghij-klmnopqrst']);
  expect(find('key: abcdefghij-k… abcdefghij-klmnopqrs')).toEqual([]);
  expect(find('key: abcdefghij-klmnopqrst')).toHaveLength(1);
});

it('does not mask a word or a number that a project has, and says so', () => {
  const masker = createMasker();
  const words = ['function', 'Password', 'PRODUCTION', 'authentication', 'настройка'];
  const joined = ['node_modules', 'useState', 'getElement', 'console.log', 'created_at', 'return;'];
  const numbers = ['20261122', '2026-11-22', '127.0.0.1', '00000000', '--------', '});\n\n});'];
  for (const value of [...words, ...joined, ...numbers]) {
    expect(masker.add(value, 'project')).toBe(false);
    expect(masker.mask(`a ${value} b`)).toBe(`a ${value} b`);
  }
  for (const value of [
    'kJfhGqZxPwLm',
    'hunter2-hunter2',
    '4929123412341234',
    'correct horse battery',
  ])
    expect(masker.add(value, 'project')).toBe(true);
  // What the operator chose is masked whatever it is.
  expect(masker.add('function')).toBe(true);
  expect(masker.mask('a function')).toBe(`a ${MASK}`);
});

it('tells values of the bot from those of projects, also when both have the same', () => {
  const masker = createMasker();
  masker.add('hush-hush-hush', 'project');
  expect(masker.find('hush-hush-hush')).toMatchObject([{ kind: 'project' }]);
  masker.add('hush-hush-hush');
  expect(masker.find('hush-hush-hush')).toMatchObject([{ kind: 'loaded' }]);
  masker.add('hush-hush-hush', 'project');
  expect(masker.find('hush-hush-hush')).toMatchObject([{ kind: 'loaded' }]);
});

it('hides each line of a key that a diff has torn apart', () => {
  const lines = ['MIIEvQIBADANBgkqhkiG9w0B', 'AQEFAASCBKcwggSjAgEAAoIB'];
  const { mask } = createMasker([lines.join('\n')]);
  expect(mask(lines.map((line) => `+${line}`).join('\n'))).toBe(`+${MASK}\n+${MASK}`);
});

it('leaves ordinary text as it is', () => {
  const { mask, maskMarkdown } = createMasker();
  for (const text of [
    'commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904 (HEAD -> main)',
    'id: 7f3e9c1a-52b4-4c0d-8f2e-1d6a7b9c0e3f, token_id: 7f3e9c1a-52b4-4c0d-8f2e-1d6a7b9c0e3f',
    '"integrity": "sha512-9vM+iq0NJt3Z0JW/7sYFRQ1lSUTxs4kBZnL7VnrTQkH9zg7wSXFmlE8h2Ac3B8Vf6yYPxkqUtMZeKtP3OJtq1Q=="',
    '"js-tokens": "^4.0.0", "resolved": "https://registry.npmjs.org/js-tokens/-/js-tokens-4.0.0.tgz"',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'TOKEN=YOUR_TOKEN API_KEY=xxxxxxxxxxxxxxxx password: changeme secret="<your-secret-here>"',
    'TOKEN=${TOKEN} password: $PASSWORD apiKey: process.env.API_KEY2 token = {{ vault.token1 }}',
    'const token = parseToken(input2); const password = config.auth.password1;',
    'max_tokens: 4096, tokens: 12,000 + 34, "tokenizer": "cl100k_base"',
    'Password: Required field. The secret of good code: names. Bearer of bad news and more words',
    'export GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx # sk-ant-... sk-proj-YOUR_KEY_123',
    'postgres://user:password@localhost/db https://user@host ssh://git@github.com/a/b.git',
    'https://t.me/forge_bot?start=abc http://127.0.0.1:9090/health mailto:a@b.c at 12:30:45',
    'pip install scikit-learn; sk-learn; npm_config_registry; hf_hub; AKIA; eyJ; -----BEGIN CERTIFICATE-----',
    '`docker run -e TOKEN image` \\*not bold\\* 3 \\< 4',
    'turn-update-7-123456 agent:main:tg:-100123:0:7:shop update:7:3',
  ]) {
    expect(mask(text)).toBe(text);
    expect(maskMarkdown(text)).toBe(text);
  }
});

it('leaves code that is about secrets and holds none', () => {
  const { mask, find } = createMasker();
  const begin = '-----BEGIN PRIVATE KEY-----';
  const end = '-----END PRIVATE KEY-----';
  for (const text of [
    'System.Data, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089',
    'secretName: web1-tls-certificate',
    "credentialsId: 'github-app-2024-prod'",
    'privateKeyPath: keys/id_ed25519_deploy',
    'tokenAddress: 0x6B175474E89094C44Da98b954EedeAC495271d0F',
    'TOKEN_URL=login.example.test/v2.0/token1 secret_file: conf/secret-2024.yaml',
    'secretType: "kubernetes.io/tls1" API_KEY_ID="k3Jf92hGq0Zx" tokenID=abc123def456ghi',
    `const pem = \`${begin}\\n\${key}\\n${end}\`;`,
    `const BEGIN = '${begin}';\nexport function wrap(body: string) {\n  return [BEGIN, body, END];\n}\nconst END = '${end}';`,
    `Put it between ${begin} and ${end}, or the reader of certificates complains.`,
    `if (pem.startsWith('${begin}')) {\n  return parsePkcs8PrivateKey(pem, Sha256WithRsa2048);\n}`,
    `It begins with ${begin}\n  and then come the lines of the key, each 64 characters long`,
  ]) {
    expect(mask(text)).toBe(text);
    expect(find(text)).toEqual([]);
  }
  for (const text of ['tokenValid = "k3Jf92hGq0Zx"', 'secretIdea: "k3Jf92hGq0Zx"'])
    expect(mask(text)).toContain(MASK);
});

it('hides values that look made by chance, and leaves their names', () => {
  const { mask } = createMasker();
  expect(mask('DB_PASSWORD=k3Jf92hGq0Zx')).toBe(`DB_PASSWORD=${MASK}`);
  expect(mask('{"apiKey": "a8f5f167f44f4964e6c998de"}')).toBe(`{"apiKey": "${MASK}"}`);
  expect(mask('api-key: "a8f5f167f44f4964e6c998de"')).toBe(`api-key: "${MASK}"`);
  expect(mask("password => 'S3cure!pass'")).toBe(`password => '${MASK}'`);
  expect(mask('{\\"client_secret\\":\\"aB3dE5fG7hJ9kL\\"}')).toBe(
    `{\\"client_secret\\":\\"${MASK}\\"}`,
  );
  expect(mask('Authorization: Bearer a1B2c3D4e5F6g7H8')).toBe(`Authorization: Bearer ${MASK}`);
  expect(mask('Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l')).toBe(
    `Authorization: Basic ${MASK}`,
  );
  expect(mask('postgres://app:s3cr3t-Pw@db.internal/x')).toBe(
    `postgres://app:${MASK}@db.internal/x`,
  );
});

it('refuses values too short to be told from words', () => {
  const masker = createMasker();
  expect(masker.add(' secret ')).toBe(false);
  expect(masker.mask('a secret')).toBe('a secret');
});

it('hides keys that lost their beginning or their end', () => {
  const { mask } = createMasker();
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ\n'.repeat(3);
  expect(mask(`x\n-----BEGIN PRIVATE KEY-----\n${body}`)).toBe(`x\n${MASK}`);
  const logged = `-----BEGIN PRIVATE KEY-----\n${body}MIIEvQIBADANBgkqhkiG9w0B`.replaceAll(
    /^/gmu,
    'api | ',
  );
  for (const mark of ['', '…', '...'])
    for (const padding of ['', '=='])
      expect(mask(`x\n${logged}${padding}${mark}`)).toBe(`x\napi | ${MASK}${mark}`);
  for (const before of ['', 'x\n', 'x\n  '])
    expect(mask(`${before}Vv5XK2oOKdlc8wZ7fA==\n-----END PRIVATE KEY-----`)).toBe(before + MASK);
  expect(mask(`${body}-----END RSA PRIVATE KEY-----\ny`)).toBe(`${MASK}\ny`);
});

it.each(['', '  ', 'api-1  | 2026-11-22T21:00:00.123456789Z '])(
  'hides every private line of a PuTTY file behind %j',
  (prefix) => {
    const file = ['Private-Lines: 3', ...KEY_LINES, 'Private-MAC: 0a1b2c'];
    const shown = createMasker().mask(file.map((line) => prefix + line).join('\n'));
    for (const line of KEY_LINES) expect(shown).not.toContain(line);
    expect(shown).toContain('Private-MAC: 0a1b2c');
  },
);

const KEY_LINES = [
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj',
  'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu',
  'Vv5XK2oOKdlc8w==',
];
const keyOf = (lines: readonly string[]) =>
  ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----'].join('\n');
const KEY = keyOf(KEY_LINES);
const eachLine = (write: (line: string) => string) => KEY.split('\n').map(write).join('\n');
const LOGGED = { stream: 'stdout', time: '2026-11-22T21:00:00.123456789Z' };
const COMPOSE =
  'shop-production-gateway-api-1  | 2026-11-22T21:00:00.123456789Z [info] [request 4711] [worker 3]   ';
const SPRING =
  '2026-11-22 21:00:00.123  INFO 1 --- [nio-8080-exec-1] c.example.shop.config.KeyLoader   : ';

it.each([
  ['in a text', KEY],
  ['with other line ends', KEY.replaceAll('\n', '\r\n')],
  ['indented', KEY.replaceAll(/^/gmu, '    ')],
  ['in a diff', KEY.replaceAll(/^/gmu, '-')],
  ['in a diff that adds it', KEY.replaceAll(/^/gmu, '+')],
  ['in JSON', JSON.stringify({ private_key: `${KEY}\n` })],
  ['in JSON in JSON', JSON.stringify(JSON.stringify({ private_key: KEY }))],
  ['on one line', KEY.replaceAll('\n', ' ')],
  ['in code', KEY.replaceAll(/^(.*)$/gmu, "  '$1\\n' +")],
  ['in a log', KEY.replaceAll(/^/gmu, 'api-1  | 2026-11-22T21:00:00.123456789Z ')],
  ['with line numbers', KEY.replaceAll(/^/gmu, '  12\t')],
  ['encrypted', keyOf(['Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-256-CBC,0A1B', '', ...KEY_LINES])],
  ['with a checksum', keyOf(['Version: GnuPG v2', '', ...KEY_LINES, '=aB3d'])],
  ['in lines of JSON', eachLine((line) => JSON.stringify({ log: `${line}\n`, ...LOGGED }))],
  [
    'in lines of a logger',
    eachLine((msg) => JSON.stringify({ level: 30, pid: 657, msg, ...LOGGED })),
  ],
  [
    'in lines of Docker with tags',
    eachLine((line) => JSON.stringify({ log: `${line}\n`, attrs: { tag: 'x' }, ...LOGGED })),
  ],
  [
    'in lines of a logger of requests',
    eachLine((msg) => JSON.stringify({ level: 30, req: { id: 1 }, msg, ...LOGGED })),
  ],
  ['behind a long prefix of Compose', KEY.replaceAll(/^/gmu, COMPOSE)],
  ['behind a long prefix of Spring Boot', KEY.replaceAll(/^/gmu, SPRING)],
  ['in code that appends', KEY.replaceAll(/^(.*)$/gmu, String.raw`    sb.append("$1\n");`)],
  ['indented by much', KEY.replaceAll(/^/gmu, ' '.repeat(72))],
  ['in rows of a table', KEY.replaceAll(/^(.*)$/gmu, '| 12 | `$1` | of the gateway |')],
  ['in backticks', KEY.replaceAll(/^(.*)$/gmu, '`$1`')],
])('hides every line of a private key %s', (_where, text) => {
  const shown = createMasker().mask(`before\n${text}\nafter`);
  for (const line of KEY_LINES) expect(shown).not.toContain(line);
  expect(shown.split(MASK)).toHaveLength(2);
  expect(shown).toMatch(/^before[^]*after$/u);
});

it.each([
  ['-----BEGIN PRIVATE KEY-----', KEY_LINES[0] ?? '', '-----END PRIVATE KEY-----'],
  ['-----END PRIVATE KEY-----', KEY_LINES[0] ?? '', '-----BEGIN PRIVATE KEY-----'],
  ['Private-Lines: 9', KEY_LINES[0] ?? '', '-----END PRIVATE KEY-----'],
])('hides nothing of others between %j, a piece of a key and %j', (first, piece, last) => {
  const { mask } = createMasker();
  const rows = [
    `/use ${first}`,
    '/new telegram-bot shop',
    `/use ${piece}`,
    '/lock',
    '/audit day=2026-11-22',
    `/use ${last}`,
    '/deploy production',
  ];
  const entry = (words: string, at: number) => ({
    actor: { id: 7, name: 'Bob' },
    atMs: at,
    command: 'use',
    verdict: 'allowed',
    words,
  });
  const ways = [
    rows.map((row, at) => `- ${at} · Bob · \`${row}\` · allowed`),
    rows.map((row, at) => JSON.stringify(entry(row, at))),
    rows.map((row, at) => JSON.stringify({ level: 30, atMs: at, message: row })),
    rows.map((row) => `POST ${row}`),
    rows.flatMap((row, at) => [`POST ${row}`, `listening on port ${at}`, 'all is well']),
  ];
  for (const way of ways) {
    const shown = mask(way.join('\n')).split('\n');
    for (const row of way.filter((each) => !/-----|Private-Lines|MII/u.test(each)))
      expect(shown).toContain(row);
  }
});

it.each(['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', 'Private-Lines: 9'])(
  'hides nothing of a log of requests by one for %j',
  (asked) => {
    const { mask } = createMasker();
    const line = (msg: string) => JSON.stringify({ level: 30, reqId: 'aB3dEfGh1JkLmN07', msg });
    const lines = Array.from({ length: 50 }, (_, at) => line(`GET /${at}/7`));
    const shown = mask(lines.with(25, line(`GET /?q=${asked}`)).join('\n')).split('\n');
    for (const each of lines.toSpliced(25, 1)) expect(shown).toContain(each);
  },
);

it('hides a key within one string of the audit record, and nothing beside it', () => {
  const { mask } = createMasker();
  const row = (words: string) =>
    JSON.stringify({ actor: { id: 9, name: 'Vera' }, verdict: 'allowed', words, z: KEY_LINES[0] });
  for (const words of [KEY, KEY.slice(0, 80), KEY.slice(60)])
    expect(mask(row(words))).toBe(row(MASK));
});

it('leaves rows of the audit record whole, whatever names and words somebody has', () => {
  const { mask } = createMasker();
  const row = (name: string, words: string) =>
    JSON.stringify({
      actor: { id: 9, name },
      atMs: 1_795_398_481_000,
      command: 'aB3dEfGh1JkLmNoP',
      place: { chatId: 9 },
      verdict: 'allowed',
      words,
    });
  const [piece = ''] = KEY_LINES;
  for (const end of ['', '\n', '\n"', '\\n']) {
    const begin = `-----BEGIN PRIVATE KEY-----${end}`;
    const last = `${end}-----END PRIVATE KEY-----`;
    const text = [
      row('Vera', begin),
      row(piece, '/x'),
      row(last, begin),
      row(begin, piece),
      row('Vera', last),
      row('Vera', piece),
      row(last, ''),
    ].join('\n');
    expect(mask(text)).toBe(text);
  }
});

it('keeps a line of the log JSON, whatever it masks', () => {
  const secret = string({ minLength: 8, maxLength: 40, unit: 'grapheme' });
  assert(
    property(uniqueArray(secret, { maxLength: 3 }), string(), (secrets, text) => {
      const { mask } = createMasker(secrets);
      const line = JSON.stringify({ text: [text, ...secrets].join(' '), nested: { secrets } });
      const inner = line.slice(line.indexOf(':'));
      expect(() => JSON.parse(`{"text"${mask(inner)}`) as unknown).not.toThrow();
    }),
  );
});

it('changes nothing the second time', () => {
  const part = constantFrom(
    ...plantedSecrets.map(([, each]) => each),
    'password=',
    '"',
    ' ',
    '\n',
    ':',
    'x',
  );
  assert(
    property(uniqueArray(part, { maxLength: 8 }), (parts) => {
      const { mask, maskMarkdown } = createMasker();
      const once = mask(parts.join(' '));
      expect(mask(once)).toBe(once);
      const markdown = maskMarkdown(parts.join('\\ '));
      expect(maskMarkdown(markdown)).toBe(markdown);
    }),
  );
});

it('finds a secret behind many that are none, in one run of characters', () => {
  const [, secret] = plantedSecrets.find(([kind]) => kind === 'Anthropic key') ?? ['', ''];
  expect(createMasker().mask(`${'sk-ant-xxxxxxxx-'.repeat(8)}${secret}`)).not.toContain(secret);
});

it('masks inside of values, and leaves names of fields and what is no text', () => {
  const masker = createMasker(['hush-hush-hush']);
  expect(
    maskDeep(masker, { a: ['x hush-hush-hush', 1, null, true], b: { c: 'hush-hush-hush' } }),
  ).toEqual({ a: [`x ${MASK}`, 1, null, true], b: { c: MASK } });
});

const UNITS = [
  'eyJ',
  'sk-',
  'sk-ant-a1',
  'ghp_a1b2c3',
  '://',
  'a://b:c',
  '1:AA',
  'password=',
  'token": "',
  '-----BEGIN PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
  'Private-Lines: ',
  'Bearer ',
  '\\',
  '\\_',
  'hush-hus',
  'a',
  'Basic a',
  'hooks.slack.com/services/',
  'AKIA',
  'password',
  'secretName',
  '-----BEGIN PRIVATE KEY-----abcdefghijklmnop',
  '-----BEGIN PRIVATE KEY-----aB3dEfGh1JkLmNoP',
  'Private-Lines: 1\naB3dEfGh1JkLmNoP\n',
  `${'aB3dEfGh1JkLmNoP{}'.repeat(50)}-----END PRIVATE KEY-----`,
  `-----BEGIN PRIVATE KEY-----${'\\n'.repeat(90)}${'a'.repeat(900)}`,
  `-----BEGIN PRIVATE KEY-----\n${`${'Hash: '.repeat(12)}\n`.repeat(8)}`,
  `-----BEGIN PRIVATE KEY-----aB3dEfGh1JkLmNoP\n${`${'aB3= '.repeat(30)}\n`.repeat(8)}-----END PRIVATE KEY-----`,
  `-----BEGIN PRIVATE KEY-----${'\\'.repeat(3_000)}`,
];

it.each(UNITS)('takes time in proportion to the text, also of nothing but %j', (unit) => {
  const { maskMarkdown } = createMasker(['hush-hush-hush', 'aaaaaaaaaaaaaaaaaaab']);
  const text = (characters: number) => unit.repeat(Math.ceil(characters / unit.length));
  const [small, large] = [text(10_000), text(160_000)];
  const tookMs = (of: string) => {
    const start = performance.now();
    maskMarkdown(of);
    return performance.now() - start;
  };
  tookMs(small);
  // 16 times the text; a quadratic search would take 256 times as long. The best of some rounds:
  // what else the machine does only adds.
  let ratio = Infinity;
  for (let round = 0; round < 8 && ratio > 60; round += 1) {
    const smallMs = Math.max(tookMs(small), tookMs(small), 0.2);
    ratio = Math.min(ratio, tookMs(large) / smallMs);
  }
  expect(ratio).toBeLessThan(60);
});
