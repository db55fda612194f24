import { httpApi } from "../../../modules/protectors/http-api/protector.ts";
import { arbitraryHttpApi } from "../arbitrary-gateway-api.ts";
import { conformingApi } from "./apis.ts";

const LOST = [
  "its id and address, which the result tells",
  "domain names, certificates, VPC links",
  "what a stage served that was deployed from another state of the API",
];

/** HTTP APIs, as the suite of kinds takes them. */
export const conforming = conformingApi(httpApi, arbitraryHttpApi, { lost: LOST });
