import { expect, test } from 'vitest'
import { roleOf } from '../../../server/http/access.ts'

test('a plan has its own role or that of everybody; one that is called like a role lends nothing', () => {
  const byPlan = ['pro', 'enterprise', 'free', 'user', 'admin', 'pro_user', '', 'constructor'].map((subscription_plan) =>
    roleOf({ is_superuser: false, subscription_plan }),
  )

  expect(byPlan).toEqual(['pro_user', 'enterprise_user', 'user', 'user', 'user', 'user', 'user', 'user'])
  expect(roleOf({ is_superuser: true, subscription_plan: 'free' })).toBe('admin')
})
