/** What a parameter must be. `file` is an upload or a string that names one; `id` a number or a name. */
export type ParameterType =
  | 'string'
  | 'integer'
  | 'float'
  | 'boolean'
  | 'object'
  | 'array'
  | 'file'
  | 'id';

/** One parameter of a Bot API method, as the published declarations describe it. */
export interface ParameterSpec {
  readonly type: ParameterType;
  readonly required?: true;
  /** Documented length, both ends included. */
  readonly length?: {
    readonly min: number;
    readonly max: number;
    readonly unit: 'characters' | 'bytes';
    /** Counted without the markup. */
    readonly afterParsing?: true;
  };
  /** The only values that are documented. */
  readonly oneOf?: readonly string[];
  /** What the object, or each object of the array, is made of: a name in `SHAPES`. */
  readonly shape?: string;
}

/** One field of an object. Without `type` it means one thing here and another there. */
export interface FieldSpec {
  readonly type?: ParameterType;
  readonly shape?: string;
}

/** All fields of an object, by name; of a union, those of all its alternatives. */
export type Shape = Readonly<Record<string, FieldSpec>>;

/** All parameters of one method, by name. */
export type MethodSpec = Readonly<Record<string, ParameterSpec>>;
