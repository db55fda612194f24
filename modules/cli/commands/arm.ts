import { type CommandFile, withJson } from "../command-file.ts";

export const arm: CommandFile = {
  define(command) {
    withJson(command);
  },
};
