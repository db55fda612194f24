import type { Members } from "./members.ts";
import { OWN } from "./own.ts";

export const members: Members = {
  ignored: {
    "DescribeConnection.Name": OWN,
    "DescribeConnection.StateReason": "a state",
    "DescribeConnection.SecretArn": "the secret that EventBridge makes for the connection",
    "DescribeConnection.InvocationConnectivityParameters.ResourceParameters.ResourceAssociationArn":
      "an association that EventBridge makes",
    "DescribeConnection.AuthParameters.ConnectivityParameters.ResourceParameters.ResourceAssociationArn":
      "an association that EventBridge makes",
  },
  unsent: {
    "UpdateConnection.AuthorizationType": "a change of it wants the secret again, and is refused by name",
    "UpdateConnection.AuthParameters..": "a change of it wants the secret again, and is refused by name",
  },
};
