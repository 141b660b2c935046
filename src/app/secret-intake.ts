import type { Dispatch, Request } from '#dispatch/request.ts';
import type { SecretIntake } from '#features/secrets/intake.ts';
import { conversationId } from '#kernel/conversation.ts';

/** Deletes messages from a chat; `false` when one of them is still there. */
export type Forget = (chatId: number, messageIds: readonly number[]) => Promise<boolean>;

/**
 * `dispatch`, before which values of secrets are taken out of messages: such a message is deleted
 * first, and what is dispatched is a command line without the value.
 */
export function withSecretIntake(
  dispatch: Dispatch,
  { intake, forget }: { readonly intake: SecretIntake; readonly forget: Forget },
): Dispatch {
  return async (request) => {
    if (request.kind === 'tap' || request.isTalk) return dispatch(request);
    const { id, place, chatKind, from, messageIds = [] } = request;
    const brought = await intake.read({
      requestId: id,
      conversationId: conversationId(place, from.id),
      ...(request.kind === 'text' ? { text: request.text } : { captions: captionsOf(request) }),
    });
    if (!brought) return dispatch(request);
    const isDeleted = messageIds.length > 0 && (await forget(place.chatId, messageIds));
    const { line, value } = brought;
    intake.hold(id, { isDeleted, ...(value !== undefined && { value }) });
    try {
      const onBehalfOf = request.onBehalfOf && { onBehalfOf: request.onBehalfOf };
      // Somebody else's command sets nothing; the value is out of the chat all the same.
      const isTheirs = request.isForwarded && !line.endsWith(' keep');
      const isForwarded = isTheirs && { isForwarded: true as const };
      const base = { id, place, chatKind, from, ...onBehalfOf, ...isForwarded };
      return await dispatch({ ...base, kind: 'text', text: line });
    } finally {
      intake.release(id);
    }
  };
}

/** Each as it was written, then what all of them say to us. */
function captionsOf({
  media = [],
  caption = '',
}: Extract<Request, { readonly kind: 'other' }>): readonly string[] {
  return [...media.map((each) => each.caption ?? ''), caption];
}
