// A map that forgets its oldest entries when their keys and texts grow beyond a number of characters.
export class Kept {
  constructor(maxCharacters) {
    this.maxCharacters = maxCharacters;
    this.characters = 0;
    this.entries = new Map();
  }

  get(key) {
    return this.entries.get(key)?.value;
  }

  set(key, value, characters) {
    this.entries.set(key, { value, characters });
    this.characters += characters;
    for (const [ oldest, entry ] of this.entries) {
      if (this.characters <= this.maxCharacters || oldest === key) {
        return;
      }
      this.entries.delete(oldest);
      this.characters -= entry.characters;
    }
  }
}
