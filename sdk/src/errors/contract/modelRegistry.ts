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
    `Datanet ${datanetId} is missing: name those of the base, of the model and of the version before this one.`,
) {}

export class ModelRegistryNoCommercialUseError extends contractError(
  'ModelRegistry_NoCommercialUse',
  ({ datanetId }) =>
    `Datanet ${datanetId} allows no commercial use: leave it out, or register the model as not commercial.`,
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
  ({ protocolBps, ownerBps, baseBps, dataBps }) =>
    `The shares of protocol (${protocolBps}), owner (${ownerBps}), base (${baseBps}) and data (${dataBps}) do not sum to 10,000 basis points: choose the last three to fill what the first leaves.`,
) {}

export class ModelRegistryDataBelowFloorError extends contractError(
  'ModelRegistry_DataBelowFloor',
  ({ dataBps, floor }) => `The data's share of ${dataBps} basis points is below the floor: give it at least ${floor}.`,
) {}

export class ModelRegistryUnknownRuleError extends contractError(
  'ModelRegistry_UnknownRule',
  () => 'The model names no rule of attribution: use `AttributionRule.WindowV1` or `AttributionRule.InfluenceV1`.',
) {}

export class ModelRegistryZeroArtifactError extends contractError(
  'ModelRegistry_ZeroArtifact',
  () => "The artifact's hash is zero: publish the keccak256 of the artifact's bytes.",
) {}

export class ModelRegistryBadSnapshotError extends contractError(
  'ModelRegistry_BadSnapshot',
  ({ snapshot, least, most }) =>
    `The snapshot ${snapshot} is out of range: choose from ${least}, the later one of the previous version's and the base version's, to ${most}, the sequence's last number.`,
) {}

export class ModelRegistryBadWindowWordsError extends contractError(
  'ModelRegistry_BadWindowWords',
  ({ windowWords }) =>
    `A window cannot have ${windowWords} words: choose 4, 6, 8, 12, 16, 24 or 32, or 0 under \`influence/v1\`.`,
) {}

export class ModelRegistryNotOfferedOwnerError extends contractError(
  'ModelRegistry_NotOfferedOwner',
  ({ modelId, caller }) => `Model ${modelId} was not offered to ${caller}: its owner must offer it first.`,
) {}

export class ModelRegistryRetiredError extends contractError(
  'ModelRegistry_Retired',
  ({ modelId }) => `Model ${modelId} is retired for good: nothing new begins with it.`,
) {}

export class ModelRegistryNotCommercialError extends contractError(
  'ModelRegistry_NotCommercial',
  () => 'A model that is not commercial has no price: set it to 0, or register a commercial model.',
) {}

export class ModelRegistryNoDerivativesError extends contractError(
  'ModelRegistry_NoDerivatives',
  ({ datanetId }) => `Datanet ${datanetId} allows no derivatives: a model or version that uses it cannot be a base.`,
) {}

export class ModelRegistryBaseNotCommercialError extends contractError(
  'ModelRegistry_BaseNotCommercial',
  ({ baseModelId }) =>
    `Model ${baseModelId} is not commercial: register what is derived from it as not commercial either.`,
) {}

export class ModelRegistryBaseNeedsShareAlikeError extends contractError(
  'ModelRegistry_BaseNeedsShareAlike',
  ({ baseModelId }) => `Model ${baseModelId} is share-alike: register what is derived from it as share-alike.`,
) {}

export class ModelRegistryTooManyBasesError extends contractError(
  'ModelRegistry_TooManyBases',
  ({ baseModelId, most }) =>
    `Model ${baseModelId} and its own bases are more than ${most}: derive the model from an earlier one of them.`,
) {}

export class ModelRegistryBaseShareWithoutBaseError extends contractError(
  'ModelRegistry_BaseShareWithoutBase',
  ({ baseBps }) => `A model without a base gives none ${baseBps} basis points: set \`baseBps\` to 0, or name a base.`,
) {}

export class ModelRegistryUnknownBaseVersionError extends contractError(
  'ModelRegistry_UnknownBaseVersion',
  ({ baseModelId, baseVersion }) =>
    baseModelId === 0n
      ? `The model has no base, and so no version ${baseVersion} of one: set \`baseVersion\` to 0.`
      : `Base model ${baseModelId} has no version ${baseVersion}: name the one that this version is built from.`,
) {}

export class ModelRegistryUnknownVersionError extends contractError(
  'ModelRegistry_UnknownVersion',
  ({ modelId, version }) => `Model ${modelId} has no version ${version}: publish it first.`,
) {}

export class ModelRegistryAlreadyActiveError extends contractError(
  'ModelRegistry_AlreadyActive',
  ({ modelId, version }) => `Version ${version} of model ${modelId} is already active: nothing is left to do.`,
) {}

export class ModelRegistryNotActiveError extends contractError(
  'ModelRegistry_NotActive',
  ({ modelId, version }) => `Version ${version} of model ${modelId} is not active: nothing is left to do.`,
) {}

export class ModelRegistrySupersededError extends contractError(
  'ModelRegistry_Superseded',
  ({ modelId, version, supersededAt }) =>
    `Version ${version} of model ${modelId} was superseded at ${supersededAt}: publish its artifact as a new version.`,
) {}

export class ModelRegistryTermEndingError extends contractError(
  'ModelRegistry_TermEnding',
  ({ modelId, term, endsAt }) =>
    `Term ${term} of model ${modelId} ends at ${endsAt} by an announcement already made: cancel that before, or start the announced term after.`,
) {}

export class ModelRegistryNoTermAnnouncedError extends contractError(
  'ModelRegistry_NoTermAnnounced',
  ({ modelId }) => `No change of term is announced for model ${modelId}: its owner must announce one first.`,
) {}

export class ModelRegistryTermNotEndedError extends contractError(
  'ModelRegistry_TermNotEnded',
  ({ modelId, term, endsAt }) => `Term ${term} of model ${modelId} ends at ${endsAt}: start the next one then.`,
) {}

export class ModelRegistryTermEndedError extends contractError(
  'ModelRegistry_TermEnded',
  ({ modelId, term, endedAt }) =>
    `Term ${term} of model ${modelId} ended at ${endedAt} and cannot go on: start the announced one.`,
) {}

export class ModelRegistryBatchOpenError extends contractError(
  'ModelRegistry_BatchOpen',
  ({ modelId, batchId }) =>
    `Batch ${batchId} of model ${modelId} is not settled: start the next term when it is finalised or void.`,
) {}
