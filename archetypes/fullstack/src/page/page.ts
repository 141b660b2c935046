import { connect } from './api.ts';
import { MAX_NOTE_LENGTH } from './note.ts';
import { show } from './view.ts';

const input = document.querySelector<HTMLInputElement>('#text')!;
input.maxLength = MAX_NOTE_LENGTH;
await show(
  {
    form: document.querySelector<HTMLFormElement>('#new')!,
    input,
    list: document.querySelector<HTMLElement>('#notes')!,
    problem: document.querySelector<HTMLElement>('#problem')!,
  },
  connect(),
  document,
);
