import type { Dispatch } from '#dispatch/request.ts';
import type { Masker } from '#lib/mask/masker.ts';
import { maskCard } from '#ports/chat/masked.ts';

/** `dispatch`, whose replies hold no secret. */
export function maskedDispatch(dispatch: Dispatch, masker: Masker): Dispatch {
  return async (request) => {
    const { card, toast, ...rest } = await dispatch(request);
    return {
      ...rest,
      ...(card && { card: maskCard(card, masker) }),
      ...(toast !== undefined && { toast: masker.mask(toast) }),
    };
  };
}
