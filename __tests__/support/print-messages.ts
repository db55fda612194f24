import { messagesOfProject } from "./messages.ts";

/** Everything that zonekeep may say, by file and line, for somebody who reads it in one go. */
let file = "";
for (const message of messagesOfProject()) {
  if (message.file !== file) console.log(`\n${message.file}`);
  file = message.file;
  console.log(`${String(message.line).padStart(5)}  ${message.text.replaceAll("\n", "\n       ")}`);
}
