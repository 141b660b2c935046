import type { StrictnessCase } from '../case.ts';
import { bytes, toAlice } from '../payloads.ts';
import { ALICE } from '../scene.ts';

/** Entities that a bot gives itself. */
export const ENTITIES_CASES: readonly StrictnessCase[] = [
  {
    source: '[S] 11341',
    what: 'entity that is none',
    method: 'sendMessage',
    payload: toAlice({ entities: ['bold'] }),
    refusal: "400 Bad Request: can't parse MessageEntity: expected an Object",
  },
  {
    source: '[S] 11341',
    what: 'entity without offset',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', length: 1 }] }),
    refusal: '400 Bad Request: can\'t parse MessageEntity: Can\'t find field "offset"',
  },
  {
    source: '[S] 11341',
    what: 'entity of no known type',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'blink', offset: 0, length: 1 }] }),
    refusal: "400 Bad Request: can't parse MessageEntity: Unsupported type specified",
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'entity behind the text',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', offset: 5, length: 1 }] }),
    refusal: '400 Bad Request: entity begins after the end of the text at UTF-16 offset 5',
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'entity too long',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', offset: 1, length: 2 }] }),
    refusal:
      '400 Bad Request: entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 3',
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'half an emoji',
    method: 'sendMessage',
    payload: toAlice({ text: '😀x', entities: [{ type: 'bold', offset: 1, length: 1 }] }),
    refusal: '400 Bad Request: entity begins in a middle of a UTF-16 symbol at UTF-16 offset 1',
  },
  {
    source: '[S] 11341',
    what: 'offset that is a word',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', offset: 'a', length: 1 }] }),
    refusal: '400 Bad Request: can\'t parse MessageEntity: Field "offset" must be of type Number',
  },
  {
    source: '[S] 11341',
    what: 'entity without type',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ offset: 0, length: 1 }] }),
    refusal: '400 Bad Request: can\'t parse MessageEntity: Can\'t find field "type"',
  },
  {
    source: '[S] 11341',
    what: 'entity type that is a number',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 1, offset: 0, length: 1 }] }),
    refusal: '400 Bad Request: can\'t parse MessageEntity: Field "type" must be of type String',
  },
  {
    source: '[S] 11341',
    what: 'link without address',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'text_link', offset: 0, length: 1 }] }),
    refusal: '400 Bad Request: can\'t parse MessageEntity: Can\'t find field "url"',
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'offset below zero',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', offset: -1, length: 1 }] }),
    refusal: '400 Bad Request: receive an entity with incorrect offset -1',
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'offset above a million',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', offset: 1_000_001, length: 1 }] }),
    refusal: '400 Bad Request: receive an entity with incorrect offset 1000001',
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'length below zero',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', offset: 0, length: -1 }] }),
    refusal: '400 Bad Request: receive an entity with incorrect length -1',
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'length above a million',
    method: 'sendMessage',
    payload: toAlice({ entities: [{ type: 'bold', offset: 0, length: 1_000_001 }] }),
    refusal: '400 Bad Request: receive an entity with incorrect length 1000001',
  },
  {
    source: 'MessageEntity.cpp:4158',
    what: 'up to half an emoji',
    method: 'sendMessage',
    payload: toAlice({ text: 'x😀', entities: [{ type: 'bold', offset: 0, length: 2 }] }),
    refusal:
      '400 Bad Request: entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at UTF-16 offset 2',
  },
  {
    source: '[S] 11341',
    what: 'caption entity of no known type',
    method: 'sendDocument',
    payload: {
      chat_id: ALICE,
      document: bytes(1),
      caption: 'x',
      caption_entities: [{ type: 'blink', offset: 0, length: 1 }],
    },
    refusal: "400 Bad Request: can't parse MessageEntity: Unsupported type specified",
  },
  {
    source: '[S] 11341',
    what: 'entity that is null',
    method: 'sendMessage',
    payload: toAlice({ entities: [null] }),
    refusal: "400 Bad Request: can't parse MessageEntity: expected an Object",
  },
];
