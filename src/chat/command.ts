import type { Callback } from './callback.ts';
import type { Fields, ValuesOf } from './form.ts';
import type { Invocation, Platform } from './invocation.ts';
import type { PlatformAnswer, Reply, View } from './view.ts';
import type { Words } from './words.ts';

/** Who may do a thing. `admins` may set up a space (Discord: Manage Server; Slack: workspace admins). */
export type Who = 'everyone' | 'members' | 'moderators' | 'admins';

/** English, and other languages by BCP 47 tag where somebody wrote them. */
export interface Localised {
  readonly en: string;
  readonly others: Readonly<Record<string, string>>;
}

/** What a platform needs to know of a verb to register it. `cohort setup` has two words, most have one. */
export interface CommandDescription {
  readonly verb: string;
  readonly summary: Localised;
  readonly who: Who;
  readonly options: readonly OptionDescription[];
}

export interface OptionDescription {
  readonly name: string;
  readonly summary: Localised;
  /** `capability:completion:` as text, or null. */
  readonly completion: string | null;
}

/** Who is typing, and where; as unchecked as an invocation. */
export interface Typist {
  readonly platform: Platform;
  readonly space: string | null;
  readonly person: string;
}

export interface Completion {
  readonly value: string;
  readonly label: string;
}

/** Who acts, as the core knows them. Capabilities widen it with what they know of cohort and member. */
export interface Access {
  readonly standing: ReadonlySet<Who>;
}

export interface Context<A extends Access> {
  readonly invocation: Invocation;
  readonly access: A;
}

export interface Verb<S, A extends Access> {
  readonly verb: string;
  readonly summary: string;
  readonly who: Who;
  readonly options?: readonly { readonly name: string; readonly summary: string; readonly completion?: Callback }[];
  readonly run: (context: Context<A>, options: Readonly<Record<string, string>>, services: S) => Promise<Reply>;
}

export interface Press<S, A extends Access> {
  readonly who: Who;
  readonly run: (
    context: Context<A>,
    pressed: { readonly id: string; readonly values: readonly string[] },
    services: S,
  ) => Promise<Reply>;
}

export interface FormDefinition<S, A extends Access, F extends Fields = Fields> {
  readonly who: Who;
  readonly title: string;
  readonly submit: string;
  readonly intro?: Words;
  readonly fields: F;
  /** For choices that the cohort or the person has made: the same fields as they stand for this form now. As quick as `initial`. */
  readonly fieldsFor?: (context: Context<A>, opened: { readonly id: string }, services: S) => Promise<F>;
  /** What stands in the fields when the form opens, raw as typed. Quick: a form must be the first answer to a press. */
  readonly initial?: (
    context: Context<A>,
    opened: { readonly id: string },
    services: S,
  ) => Promise<Readonly<Record<string, readonly string[]>>>;
  readonly onSubmit: (
    context: Context<A>,
    submitted: { readonly id: string; readonly values: ValuesOf<F> },
    services: S,
  ) => Promise<Reply>;
}

/** Infers the values of a form from its fields; the registry holds it without them. */
export const defineForm = <S, A extends Access, F extends Fields>(definition: FormDefinition<S, A, F>): FormDefinition<S, A> =>
  definition as unknown as FormDefinition<S, A>;

/** A continuation: what the platform answered to a view's request. */
export type Answered<S, A extends Access> = (
  context: Context<A>,
  answered: { readonly id: string; readonly answer: PlatformAnswer },
  services: S,
) => Promise<Reply>;

/** What a delivery is about, when its words are made. */
export interface Due {
  readonly subject: string;
  /** Null when it goes to a channel. */
  readonly member: string | null;
  readonly cohort: string;
}

/** What a delivery says, made when it is sent; null when it makes no sense any more. */
export type Message<S> = (due: Due, services: S) => Promise<View | null>;

/** Everything that people see and press of one capability. */
export interface Capability<S, A extends Access> {
  readonly name: string;
  /**
   * False where what people do says nothing of them that may be kept: then nothing is noted of who came, and nothing
   * that is owed to them is settled beside it.
   */
  readonly leavesTrace: boolean;
  readonly verbs: readonly Verb<S, A>[];
  readonly presses: Readonly<Record<string, Press<S, A>>>;
  readonly forms: Readonly<Record<string, FormDefinition<S, A>>>;
  readonly answers: Readonly<Record<string, Answered<S, A>>>;
  /** `typist` is null where the platform does not say who it is. */
  readonly completions: Readonly<
    Record<string, (typed: string, services: S, typist: Typist | null) => Promise<readonly Completion[]>>
  >;
  readonly messages: Readonly<Record<string, Message<S>>>;
}
