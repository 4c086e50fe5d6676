/** Sentences of the synthetic notes, in the order a case report has them. Written for raretag. */

import type { DemoType } from "./lexicon.js";

/** A part of a note: between `fewest` and `most` of its templates, each at most once. */
export interface Section {
  readonly fewest: number;
  readonly most: number;
  readonly templates: readonly string[];
}

/** A type so rare that only a share of the notes has it, in one sentence behind the first section. */
export interface RareTopic {
  readonly type: DemoType;
  readonly share: number;
  readonly templates: readonly string[];
}

/**
 * `{list}` is a mention from that list of the lexicon, `{one|other}` from either at random. `<list>` has the same words
 * but is no mention: a plan, a leaflet, another person. So a model has to read the entry and the sentence, and as some
 * entries are in both lists of a pair, no model can be always right.
 */
export const SECTIONS: readonly Section[] = [
  {
    fewest: 1,
    most: 1,
    templates: [
      "The {age} {sex} was admitted with {complaint|disease} and {finding} of the {organ} for {duration}.",
      "This {age} {sex} presented with {complaint}, {complaint|disease} and progressive {complaint}.",
      "We saw a {sex} of {years} because of severe {complaint|disease}, {complaint} and {finding} of the {organ}.",
      "A previously healthy {age} {sex} came to our clinic with {complaint|disease} lasting {duration}.",
      "The patient is a {age} {sex} with {disease|complaint} who noticed sudden {complaint} and {complaint}.",
    ],
  },
  {
    fewest: 0,
    most: 1,
    templates: [
      "The patient had been treated for {disease|complaint} with {drug} and reported {complaint} since then.",
      "There was a history of {disease|complaint} in the previous {duration}, and {treatment|examination} had been refused.",
      "Two <age> neighbours of the patient had been treated for <disease|complaint> with <drug>.",
      "The past history was clear, and a leaflet on <disease|drug> had been read at home.",
      "The <age> daughter of the patient was well and worked as a <occupation>.",
    ],
  },
  {
    fewest: 2,
    most: 2,
    templates: [
      "On {examination} there was {finding|disease} of the {organ} without {complaint}.",
      "{pressure} was {millimetres}, {pulse} was {beats} and {temperature} was {degrees} on arrival.",
      "{examination} showed {finding|disease} over the {organ} and {finding} of the {organ}.",
      "The patient denied {complaint} and {complaint|disease}, but marked {finding} was seen.",
      "The {organ} was tender, with {finding|disease} and {temperature} of {degrees}.",
      "Speech and gait were <result> and the mood was <result>, but the {organ} was abnormal, with {finding}.",
      "No {finding|disease} was found in the {organ} or the {organ} by {examination}.",
    ],
  },
  {
    fewest: 2,
    most: 3,
    templates: [
      "{substance} was {concentration}, {substance} {concentration} and {substance} {concentration}.",
      "Laboratory tests gave {substance|assay} of {concentration} and {substance} of {concentration}.",
      "{examination} and {examination} revealed {finding|disease} in the {organ}.",
      "{examination} of the {organ} was performed and {assay} followed, both {result}.",
      "{examination} disclosed {disease|finding} of the {organ}, and {assay} was {result}.",
      "Repeated {assay} and {assay} were {result}, so {examination|treatment} was arranged.",
      "The patient underwent {examination|treatment} of the {organ}, and {finding|disease} was seen.",
    ],
  },
  {
    fewest: 1,
    most: 1,
    templates: [
      "A diagnosis of {disease} was made, and {disease|finding} was ruled out by {assay}.",
      "The findings suggested {disease|finding} with {finding|disease} rather than {disease}.",
      "The final diagnosis was {disease} of the {organ}, confirmed by {examination|treatment}.",
      "The team considered {disease|complaint} but settled on {disease} after {examination|treatment}.",
    ],
  },
  {
    fewest: 1,
    most: 2,
    templates: [
      "The patient was given {drug} {dose} and {drug} for {duration}.",
      "The patient received {drug} and {drug|treatment}, and {substance} returned to {concentration}.",
      "The patient underwent {treatment|examination} of the {organ}, and {drug} was started.",
      "Treatment with {drug|treatment} was followed by {treatment|examination} because of {complaint|disease}.",
      "{treatment|examination} was performed and {drug} was continued at {dose}.",
      "{drug|treatment} was stopped because of {complaint|disease}, and {treatment} was planned instead.",
    ],
  },
  {
    fewest: 1,
    most: 1,
    templates: [
      "After <duration> the {complaint|disease} had resolved and {substance|drug} was {concentration|result}.",
      "The patient went home without {complaint|finding} and was seen again after <duration>.",
      "Control {examination|assay} of the {organ} was {result} at the next visit.",
      "Further <treatment|drug> was offered to the patient and declined for the moment.",
      "The {complaint|disease} came back for {duration} and was relieved by {drug|treatment} at home.",
      "The <sex> in the next bed had <complaint|disease> and received <drug>, to the worry of the patient.",
      "The relatives asked about <drug|treatment> and <examination>, which were not thought useful.",
    ],
  },
];

/** Rare types, the rarest last. */
export const RARE_TOPICS: readonly RareTopic[] = [
  {
    type: "Family_history",
    share: 0.12,
    templates: [
      "As to the family, the patient said that the {relatives}.",
      "Of note, the {relatives}, but the other relatives were well.",
    ],
  },
  {
    type: "Occupation",
    share: 0.08,
    templates: [
      "The patient worked as a {occupation} and lived with a <occupation> in town.",
      "Until lately the patient, a {occupation}, smoked a little and lived alone.",
    ],
  },
  {
    type: "Mass",
    share: 0.04,
    templates: [
      "The removed {organ} weighed {weight} and was sent to the pathologist.",
      "The excised tissue, {weight} in all, showed {finding} of the {organ}.",
    ],
  },
];
