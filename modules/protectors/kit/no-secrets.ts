import { FormError } from "../protector.ts";

/** Of a kind that has none. `words` follow "secrets are not": `a queue's: it has none`. */
export function noSecrets(words: string): (secrets: unknown) => undefined {
  return (secrets) => {
    if (secrets !== undefined && secrets !== null) throw new FormError(`secrets are not ${words}`);
    return undefined;
  };
}
