import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Something that a person may read, as it stands in the code; what is filled in is `…`. */
export interface Message {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Two words with a space between them: what has none is a name, a path or a pattern. */
const SENTENCE = /[\p{L}`"…)\]] [\p{L}`"…([]/u;

const ROOT = join(import.meta.dirname, "..", "..");

/** All of them: of the code that ships, and of the schemas that editors show. */
export function messagesOfProject(): Message[] {
  const paths = ["handlers", "modules", "sandbox"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  return paths.sort().flatMap((path): Message[] => {
    if (/\.ts$/.test(path)) return messagesOf(path, readFileSync(join(ROOT, path), "utf8"));
    return /(schema|meanings)\.json$/.test(path)
      ? messagesOfSchema(path, readFileSync(join(ROOT, path), "utf8"))
      : [];
  });
}

/** Every text of the code that reads like words: messages, hints, descriptions, headings. */
export function messagesOf(file: string, source: string): Message[] {
  const found: Message[] = [];
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined && SENTENCE.test(text)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      found.push({ file, line: line + 1, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}

/** The words of a JSON Schema that editors and diagnostics show. */
function messagesOfSchema(file: string, source: string): Message[] {
  return source.split("\n").flatMap((line, index): Message[] => {
    const [, text] = /"(?:errorMessage|x-help|means|remedy)": ("(?:[^"\\]|\\.)*")/.exec(line) ?? [];
    return text === undefined ? [] : [{ file, line: index + 1, text: JSON.parse(text) }];
  });
}
