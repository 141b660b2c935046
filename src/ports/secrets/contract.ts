import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProjectSecrets } from './port.ts';

/** What every keeper of project secrets must do. */
export function secretsContract(
  open: () => Promise<{ secrets: ProjectSecrets; close: () => Promise<void> }>,
): void {
  let secrets: ProjectSecrets;
  let close: () => Promise<void>;

  beforeEach(async () => ({ secrets, close } = await open()));
  afterEach(() => close());

  it('gives values to deploys, and names only to everybody else', async () => {
    await secrets.set('shop', 'TOKEN', 'value-of-token', 7);
    await secrets.set('shop', 'API_KEY', 'line one\nline "two" \u{1f600}', 8);
    expect(await secrets.forDeploy('shop')).toEqual({
      TOKEN: 'value-of-token',
      API_KEY: 'line one\nline "two" \u{1f600}',
    });
    const list = await secrets.list('shop');
    expect(list.map(({ name, setBy }) => [name, setBy])).toEqual([
      ['API_KEY', 8],
      ['TOKEN', 7],
    ]);
    expect(JSON.stringify(list)).not.toContain('value-of-token');
  });

  it('keeps what opens a repository from every release', async () => {
    for (const name of ['GIT_TOKEN', 'GIT_SSH_KEY', 'TOKEN'])
      await secrets.set('shop', name, `value of ${name}`, 7);
    expect(await secrets.forDeploy('shop')).toEqual({ TOKEN: 'value of TOKEN' });
    expect(await secrets.value('shop', 'GIT_TOKEN')).toBe('value of GIT_TOKEN');
    expect((await secrets.values()).values).toHaveLength(3);
  });

  it('keeps projects apart', async () => {
    await secrets.set('shop', 'TOKEN', 'of-the-shop', 7);
    expect(await secrets.forDeploy('other')).toEqual({});
    expect(await secrets.list('other')).toEqual([]);
    expect(await secrets.remove('other', 'TOKEN')).toBe(false);
    expect(await secrets.values()).toEqual({ values: ['of-the-shop'], unreadable: [] });
  });

  it('replaces and removes', async () => {
    await secrets.set('shop', 'TOKEN', 'first-value', 7);
    await secrets.set('shop', 'TOKEN', 'second-value', 8);
    expect(await secrets.forDeploy('shop')).toEqual({ TOKEN: 'second-value' });
    expect(await secrets.remove('shop', 'TOKEN')).toBe(true);
    expect(await secrets.remove('shop', 'TOKEN')).toBe(false);
    expect(await secrets.forDeploy('shop')).toEqual({});
  });

  it('loses nothing when many are set at once', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `NAME_${at}`);
    await Promise.all(names.map((name) => secrets.set('shop', name, `value of ${name}`, 7)));
    expect(Object.keys(await secrets.forDeploy('shop'))).toHaveLength(20);
  });

  it('takes names that mean something to JavaScript for names', async () => {
    await secrets.set('shop', '__proto__', 'value-one', 7);
    await secrets.set('shop', 'constructor', 'value-two', 7);
    expect(new Map(Object.entries(await secrets.forDeploy('shop')))).toEqual(
      new Map([
        ['__proto__', 'value-one'],
        ['constructor', 'value-two'],
      ]),
    );
  });
}
