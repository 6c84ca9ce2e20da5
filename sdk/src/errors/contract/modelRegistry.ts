import { contractError } from './contractError.ts'

export class ModelRegistryUnknownModelError extends contractError(
  'ModelRegistry_UnknownModel',
  ({ modelId }) => `There is no model ${modelId}: use the id that its registration returned.`,
) {}

export class ModelRegistryNotOwnerError extends contractError(
  'ModelRegistry_NotOwner',
  ({ modelId, caller }) => `${caller} does not own model ${modelId}: send this with the account that registered it.`,
) {}

export class ModelRegistryBadTextError extends contractError(
  'ModelRegistry_BadText',
  ({ field, length, least, most }) => `'${field}' has ${length} bytes and must have ${least} to ${most}.`,
) {}

export class ModelRegistryBadDatanetCountError extends contractError(
  'ModelRegistry_BadDatanetCount',
  ({ count, most }) => `${count} datanets are too few or too many: name 1 to ${most}.`,
) {}

export class ModelRegistryDatanetsNotAscendingError extends contractError(
  'ModelRegistry_DatanetsNotAscending',
  ({ previous, next }) =>
    `Datanet ${next} stands after datanet ${previous}: name each datanet once, in ascending order.`,
) {}

export class ModelRegistryDatanetDroppedError extends contractError(
  'ModelRegistry_DatanetDropped',
  ({ datanetId }) =>
    `Datanet ${datanetId} is missing: a version includes the model's datanets and those of the version before it.`,
) {}

export class ModelRegistryNoCommercialUseError extends contractError(
  'ModelRegistry_NoCommercialUse',
  ({ datanetId }) => `Datanet ${datanetId} allows no commercial use: leave it out, or set the price to 0.`,
) {}

export class ModelRegistryNeedsShareAlikeError extends contractError(
  'ModelRegistry_NeedsShareAlike',
  ({ datanetId }) =>
    `Datanet ${datanetId} is share-alike: register the model as share-alike, or leave the datanet out.`,
) {}

export class ModelRegistryZeroAddressError extends contractError(
  'ModelRegistry_ZeroAddress',
  ({ field }) => `'${field}' is the zero address: name an account that somebody holds the key of.`,
) {}

export class ModelRegistrySharesDoNotSumError extends contractError(
  'ModelRegistry_SharesDoNotSum',
  ({ protocolBps, ownerBps, dataBps }) =>
    `The shares of protocol (${protocolBps}), owner (${ownerBps}) and data (${dataBps}) do not sum to 10,000 basis points: choose the last two to fill what the first leaves.`,
) {}

export class ModelRegistryDataBelowFloorError extends contractError(
  'ModelRegistry_DataBelowFloor',
  ({ dataBps, floor }) => `The data's share of ${dataBps} basis points is below the floor: give it at least ${floor}.`,
) {}

export class ModelRegistryUnknownRuleError extends contractError(
  'ModelRegistry_UnknownRule',
  () => 'The model names no rule of attribution: use `AttributionRule.WindowV1`.',
) {}

export class ModelRegistryZeroArtifactError extends contractError(
  'ModelRegistry_ZeroArtifact',
  () => "The artifact's hash is zero: publish the keccak256 of the artifact's bytes.",
) {}

export class ModelRegistryBadSnapshotError extends contractError(
  'ModelRegistry_BadSnapshot',
  ({ snapshot, least, most }) =>
    `The snapshot ${snapshot} is out of range: choose from ${least}, the previous version's, to ${most}, the sequence's last number.`,
) {}

export class ModelRegistryBadWindowWordsError extends contractError(
  'ModelRegistry_BadWindowWords',
  ({ windowWords }) => `A window cannot have ${windowWords} words: choose 4, 6, 8, 12, 16, 24 or 32.`,
) {}
