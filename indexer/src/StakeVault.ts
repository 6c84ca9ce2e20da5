import { ponder } from 'ponder:registry'
import { originOf } from '../lib/origin.ts'
import * as stake from '../lib/stake.ts'

ponder.on('StakeVault:Staked', ({ context, event }) => stake.addStake(context, { ...event.args, at: originOf(event) }))

ponder.on('StakeVault:UnbondingRequested', ({ context, event }) =>
  stake.requestUnbonding(context, { ...event.args, at: originOf(event) }),
)

ponder.on('StakeVault:StakeWithdrawn', ({ context, event }) =>
  stake.withdrawStake(context, { ...event.args, at: originOf(event) }),
)

ponder.on('StakeVault:StakeLocked', ({ context, event }) =>
  stake.lockStake(context, { ...event.args, at: originOf(event) }),
)

ponder.on('StakeVault:StakeReleased', ({ context, event }) =>
  stake.releaseStake(context, { ...event.args, at: originOf(event) }),
)

ponder.on('StakeVault:StakeSlashed', ({ context, event }) =>
  stake.slashStake(context, { ...event.args, at: originOf(event) }),
)
