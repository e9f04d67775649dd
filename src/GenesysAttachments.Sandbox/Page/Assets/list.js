// A long list of which only a stretch is drawn: newest first, and as many elements however many items there are.

const near = 600; // Pixels from the end of what is drawn at which more is.

export class LongList {
  #items = []; // Oldest first.
  #low = 0; // Drawn are the items from here
  #high = 0; // up to, not including, here.
  #drawn = new Map();

  /** @param options scroller, list (may be the scroller), newer (a button), draw(item), place(element, position, total), most (drawn), keep (items) */
  constructor(options) {
    this.options = options;
    const { scroller, newer } = options;
    scroller.addEventListener('scroll', () => this.#extend(), { passive: true });
    scroller.addEventListener('keydown', event => this.#key(event));
    newer.addEventListener('click', () => {
      this.toNewest();
      scroller.focus();
    });
  }

  get length() {
    return this.#items.length;
  }

  /** Takes the place of all there was. */
  fill(items) {
    this.#items = items.slice(-this.options.keep);
    this.toNewest();
  }

  add(items) {
    const follows = this.#follows;
    this.#items.push(...items);
    const gone = Math.max(0, this.#items.length - this.options.keep);
    this.#items.splice(0, gone);
    this.#low = Math.max(0, this.#low - gone);
    this.#high = Math.max(0, this.#high - gone);
    if (follows) {
      this.#show(this.#items.length - this.options.most, this.#items.length, true);
    } else {
      this.#show(this.#low, this.#high, false);
    }
  }

  toNewest() {
    this.#show(this.#items.length - this.options.most, this.#items.length, true);
  }

  get #follows() {
    return this.options.scroller.scrollTop <= 8 && this.#high === this.#items.length;
  }

  #extend() {
    const { scroller, most } = this.options;
    const step = Math.ceil(most / 3);
    if (scroller.scrollTop < near && this.#high < this.#items.length) {
      const high = Math.min(this.#items.length, this.#high + step);
      this.#show(high - most, high, false);
    } else if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < near && this.#low > 0) {
      const low = Math.max(0, this.#low - step);
      this.#show(low, low + most, false);
    }
  }

  #key(event) {
    const { scroller, most } = this.options;
    if (event.target !== scroller || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }

    if (event.key === 'Home') {
      this.toNewest();
    } else if (event.key === 'End') {
      this.#show(0, most, false);
      scroller.scrollTop = scroller.scrollHeight;
    } else {
      return;
    }

    event.preventDefault();
  }

  #show(low, high, atTop) {
    const { scroller, list, draw, place, newer } = this.options;
    this.#low = Math.max(0, low);
    this.#high = Math.min(this.#items.length, high);
    const wanted = this.#items.slice(this.#low, this.#high).reverse();
    const held = this.#hold(wanted);
    const stays = new Set(wanted);
    for (const [item, element] of this.#drawn) {
      if (!stays.has(item)) {
        if (element.contains(document.activeElement)) {
          scroller.focus({ preventScroll: true });
        }

        element.remove();
        this.#drawn.delete(item);
      }
    }

    let before = list.firstElementChild;
    wanted.forEach((item, index) => {
      let element = this.#drawn.get(item);
      if (!element) {
        element = draw(item);
        this.#drawn.set(item, element);
        list.insertBefore(element, before);
      } else {
        before = element.nextElementSibling;
      }

      place(element, this.#items.length - this.#high + index + 1, this.#items.length);
    });

    if (atTop) {
      scroller.scrollTop = 0;
    } else if (held) {
      scroller.scrollTop += held.element.getBoundingClientRect().top - held.top;
    }

    const unseen = this.#items.length - this.#high;
    newer.hidden = this.#follows;
    newer.textContent = unseen > 0 ? `${unseen.toLocaleString('en')} newer` : 'To the newest';
  }

  // What is in view and stays is held where it is: the browser's own anchoring is not there in all of them.
  #hold(wanted) {
    const top = this.options.scroller.getBoundingClientRect().top;
    for (const item of wanted) {
      const box = this.#drawn.get(item)?.getBoundingClientRect();
      if (box && box.bottom > top) {
        return { element: this.#drawn.get(item), top: box.top };
      }
    }

    return null;
  }
}
