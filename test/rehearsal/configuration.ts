import { type Address, parseEther } from 'viem'

const day = 86_400

/** A configuration of which nothing is that of the local chain, with a council for arbiter and as the greatest holder. */
export function rehearsed(chainId: number, { council, founder }: Record<'council' | 'founder', Address>) {
  return {
    chainId,
    parameters: {
      protocolFeeBps: 321,
      dataFloorBps: 3456,
      bondBps: 1789,
      demandPeriod: 3 * day,
      responsePeriod: 5 * 3600,
      challengeTail: 7 * 3600,
      unbondingPeriod: 17 * day,
      withdrawalDelay: 2 * day,
      submissionLife: 31 * day,
      dataResponsePeriod: 8 * day,
      arbiterPeriod: 9 * day,
      poolTimeout: 33 * day,
      trialTime: 34 * day,
      versionGrace: 2 * 3600,
      demandDepositFactor: 3,
      minimumBond: wei('1234'),
      bondPerItem: wei('0.02'),
      validatorStake: wei('2345'),
      escalationBond: wei('3456'),
      arbiter: council as string,
    },
    governance: {
      votingDelay: 2 * day,
      votingPeriod: 5 * day,
      proposalThreshold: wei('200000'),
      quorumPercent: 7,
      timelockDelay: 4 * day,
    },
    genesis: [
      { account: council as string, amount: wei('210000000') },
      { account: founder as string, amount: wei('90000000') },
      {
        account: council as string,
        amount: wei('150000000'),
        vesting: { start: Math.floor(Date.now() / 1000) - 100 * day, duration: 1000 * day, cliff: 200 * day },
      },
      { account: founder as string, amount: wei('50000000'), vesting: { start: 0, duration: 900 * day, cliff: 0 } },
      { account: 'treasury', amount: wei('490000000') },
      { account: 'treasury', amount: wei('10000000'), vesting: { start: 0, duration: 800 * day, cliff: 300 * day } },
    ],
  }
}

export type Rehearsed = ReturnType<typeof rehearsed>

function wei(open: string) {
  return parseEther(open).toString()
}
