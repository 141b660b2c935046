/** As much of a browser's element as the page uses. */
export class FakeElement {
  textContent = '';
  value = '';
  children: FakeElement[] = [];
  readonly attributes = new Map<string, string>();
  readonly #listeners = new Map<string, (event: object) => unknown>();

  append(...children: FakeElement[]): void {
    this.children.push(...children);
  }

  replaceChildren(...children: FakeElement[]): void {
    this.children = children;
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  addEventListener(type: string, listener: (event: object) => unknown): void {
    this.#listeners.set(type, listener);
  }

  /** Resolves when what it caused is done, with whether the browser was kept from acting itself. */
  async fire(type: string): Promise<boolean> {
    let isPrevented = false;
    await this.#listeners.get(type)?.({ preventDefault: () => (isPrevented = true) });
    return isPrevented;
  }
}

/** As much of a browser's document as the page uses. */
export const fakeDocument = { createElement: () => new FakeElement() };
