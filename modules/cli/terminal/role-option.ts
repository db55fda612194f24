import { type Command, InvalidArgumentError } from "commander";

/** Of a command that asks AWS: whose permissions it uses. `word` stands for a role that the estate has. */
export function withRole(
  command: Command,
  word?: { readonly name: "standby" | "repair"; readonly means: string },
): Command {
  const named = word === undefined ? "" : `; ${word.name}: ${word.means}`;
  return command.option("--role <arn>", `assume this role${named}`, (text: string) => {
    if (text === word?.name || /^arn:[^:]+:iam::[0-9]{12}:role\/.+$/.test(text)) return text;
    const or = word === undefined ? "" : `, or ${word.name}`;
    throw new InvalidArgumentError(`Write the ARN of a role: arn:aws:iam::123456789012:role/operators${or}.`);
  });
}

/** Of one that only reads points. */
export function withReader(command: Command): Command {
  return withRole(command, { name: "standby", means: "the restore role of each store's region" });
}
