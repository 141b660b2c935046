import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import { renderPage } from '#features/git/diff-page.ts';
import { EMPTY_TREE } from '#ports/git/diff.ts';
import { realRepository } from '#ports/git/cli/real-repository.ts';
import { startBrowser } from './browser.ts';

const ARTIFACTS = path.join(import.meta.dirname, '../.artifacts');
const PHONE = { width: 390, height: 844 };
const HOSTILE = `</span></td><script>document.title='pwned'</script><img src=x onerror=alert(1)>`;

let browser: Browser;
let root: string;

beforeAll(async () => {
  browser = await startBrowser();
  root = await mkdtemp(path.join(tmpdir(), 'diff-page-'));
  await mkdir(ARTIFACTS, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await rm(root, { recursive: true, force: true });
});

/** The page of a change of 3,000 lines, as a file, made by the real git. */
async function makePage(): Promise<string> {
  const repository = await realRepository();
  try {
    const { git, tree, write, remove, commit } = repository;
    const long = `const data = '${'0123456789abcdef'.repeat(60)}';`;
    const source = (name: string) =>
      Array.from({ length: 1_000 }, (_, at) => `${'\t'.repeat(at % 4)}${name} line ${at};`);
    await write('src/старый/app.ts', `${source('before').join('\n')}\n`);
    await write('gone.txt', 'gone\n');
    const from = await commit('Before');
    await write('src/старый/app.ts', `${source('after').join('\n')}\n`);
    await write(`src/${'very-long-name-'.repeat(12)}.ts`, `${source('new').join('\n')}\n${long}\n`);
    await write('hostile <b>name</b>.txt', `${HOSTILE}\nright-to-left \u202E here`);
    await write('image.bin', Buffer.from([0, 1, 2]));
    await remove('gone.txt');
    const to = await commit('After');
    const files = await git.diffFiles(tree, from, to);
    const hunks = await git.diffAllHunks(tree, { from, to, files });
    const say = loadWords(path.join(import.meta.dirname, '../../locales'))('en');
    const about = { language: 'en', title: `shop: ${HOSTILE}`, subtitle: `Alice ${EMPTY_TREE}` };
    const file = path.join(root, 'page.html');
    await writeFile(file, await renderPage({ ...about, files, hunks }, say));
    return file;
  } finally {
    await repository.close();
  }
}

it('is read on a phone, by day and by night, and asks for nothing from outside', async () => {
  const file = await makePage();
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: PHONE, colorScheme, isMobile: true });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('console', (line) => troubles.push(line.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      if (request.url() !== `file://${file}`) troubles.push(`asked ${request.url()}`);
    });
    await page.goto(`file://${file}`);

    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(await page.locator('tr').count()).toBeGreaterThan(3_000);
    expect(await page.title()).toContain(HOSTILE);
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await page.getByText('⟨U+202E⟩').count()).toBeGreaterThan(0);
    expect(await wideElements(page)).toEqual([]);
    await page.screenshot({ path: path.join(ARTIFACTS, `diff-page-${colorScheme}.png`) });
    await page.locator('section').last().scrollIntoViewIfNeeded();
    await page.screenshot({ path: path.join(ARTIFACTS, `diff-page-${colorScheme}-end.png`) });
    expect(troubles).toEqual([]);
    await context.close();
  }
});

it('keeps nobody out', async () => {
  const repository = await realRepository();
  await repository.write('a.ts', 'const a = 1;\n');
  const from = await repository.commit('Before');
  await repository.write('a.ts', 'const a = 2;\n');
  const to = await repository.commit('After');
  const { git, tree } = repository;
  const files = await git.diffFiles(tree, from, to);
  const hunks = await git.diffAllHunks(tree, { from, to, files });
  const say = loadWords(path.join(import.meta.dirname, '../../locales'))('ru');
  const about = { language: 'ru', title: 'shop', subtitle: 'Alice' };
  const file = path.join(root, 'small.html');
  await writeFile(file, await renderPage({ ...about, files, hunks }, say));
  await repository.close();
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: PHONE, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`file://${file}`);
    await page.evaluate(axe.source);
    const found = await page.evaluate<unknown[]>(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => [id, nodes[0].html.slice(0, 200), nodes[0].failureSummary]))`,
    );
    expect(found).toEqual([]);
    await context.close();
  }
});

/** What stands out of the screen, also where something cuts it off. */
function wideElements(page: Page): Promise<string[]> {
  return page.evaluate(
    `[...document.querySelectorAll('body *')].filter((node) => node.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map((node) => node.outerHTML.slice(0, 120))`,
  );
}
