import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const tool = defineTool({
  description: 'Calculates with two numbers. Use it for every calculation.',
  parameters: z.object({
    left: z.number(),
    operator: z.enum(['+', '-', '*', '/']),
    right: z.number(),
  }),
  run({ left, operator, right }) {
    switch (operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '/':
        if (right === 0) throw new Error('division by zero');
        return left / right;
    }
  },
});
