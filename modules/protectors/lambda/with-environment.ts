import type { FunctionDocument, FunctionSecrets } from "./document.ts";

/** The document with values beside the names of variables, to be compared in memory: no point keeps it so. */
export function withEnvironment(document: FunctionDocument, secrets: FunctionSecrets = {}): FunctionDocument {
  if (document.environmentValues === "left-out") return document;
  const versions = document.versions.map((one) => ({
    ...one,
    environment: one.environment.map((name) => {
      const value = secrets[one.version]?.[name];
      return value === undefined ? name : `${name}=${value}`;
    }),
  }));
  return { ...document, versions };
}
