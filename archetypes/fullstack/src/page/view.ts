import type { Api } from './api.ts';
import { type Note, toNoteText } from './note.ts';

/** The elements of `index.html` that change. */
export interface Elements {
  readonly form: HTMLFormElement;
  readonly input: HTMLInputElement;
  readonly list: HTMLElement;
  readonly problem: HTMLElement;
}

/** Shows the notes and keeps them as the person adds and removes. */
export function show(elements: Elements, api: Api, document: Document): Promise<void> {
  const { form, input, list, problem } = elements;

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    problem.textContent = '';
    await work().catch((error: Error) => {
      problem.textContent = error.message;
    });
  };

  const refresh = async (): Promise<void> => list.replaceChildren(...(await api.list()).map(item));

  const item = ({ id, text }: Note): HTMLElement => {
    const element = document.createElement('li');
    const words = document.createElement('span');
    const button = document.createElement('button');
    // Text, never HTML: a note is whatever somebody typed.
    words.textContent = text;
    button.textContent = 'Done';
    button.setAttribute('aria-label', `Done: ${text}`);
    button.addEventListener('click', () => attempt(() => api.remove(id).then(refresh)));
    element.append(words, button);
    return element;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = toNoteText(input.value);
    if (text === undefined) return;
    return attempt(async () => {
      await api.add(text);
      input.value = '';
      await refresh();
    });
  });
  return attempt(refresh);
}
