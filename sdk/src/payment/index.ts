export * from './domain.ts'
export * from './receipt.ts'
export * from './signature.ts'
export * from './voucher.ts'
