/** Words of the synthetic notes: lists of entries, each of one entity type, the common ones first. Written for raretag. */

/** Entity types of the synthetic corpus, named as clinical corpora name them. */
export type DemoType =
  | "Age"
  | "Biological_structure"
  | "Diagnostic_procedure"
  | "Disease_disorder"
  | "Dosage"
  | "Duration"
  | "Family_history"
  | "Lab_value"
  | "Mass"
  | "Medication"
  | "Occupation"
  | "Sex"
  | "Sign_symptom"
  | "Therapeutic_procedure";

/** Entries of one entity type that fit the same places of a sentence. */
export interface EntryList {
  readonly type: DemoType;
  readonly entries: readonly string[];
}

function list(type: DemoType, entries: string): EntryList {
  return { type, entries: entries.split(/\s*[,\n]\s*/) };
}

/**
 * The lists by name; `#` stands for a digit from 1 to 9. An entry under two types is meant: only its sentence tells
 * which it is (`jaundice` a sign or a disease, `iron` measured or given, `drainage` for diagnosis or for cure).
 */
export const LEXICON = {
  age: list("Age", "5#-year-old, 6#-year-old, 4#-year-old, 7#-year-old, 3#-year-old, 2#-year-old"),
  years: list("Age", "6# years, 5# years, 4# years, 7# years"),
  sex: list("Sex", "woman, man, female, male, lady, gentleman"),
  occupation: list(
    "Occupation",
    "farmer, retired teacher, welder, office clerk, nurse, bus driver, carpenter, miner, cook, shipyard worker",
  ),
  relatives: list(
    "Family_history",
    `mother had breast cancer, father died of heart failure, sister had asthma, brother was treated for lymphoma
    cousin had epilepsy, mother had diabetes mellitus, grandfather had tuberculosis, father had hypertension
    aunt died of a brain tumor, grandmother had thyroiditis`,
  ),
  complaint: list(
    "Sign_symptom",
    `pain, fever, seizures, dyspnea, cough, jaundice, swelling, nausea, weakness, vomiting, headache, weight loss, rash
    dizziness, palpitations, fatigue, night sweats, diarrhea, blurred vision, numbness, confusion, loss of appetite
    itching, chills, hoarseness, hemorrhage, wheezing, tremor, anorexia, sore throat, double vision, hiccups`,
  ),
  finding: list(
    "Sign_symptom",
    `mass, edema, lesion, swelling, stenosis, tenderness, nodule, abscess, thickening, effusion, ulcer, hemorrhage
    calcification, redness, cyst, atrophy, infiltrate, thrombosis, dilatation, erosion, bruising, induration, fistula`,
  ),
  organ: list(
    "Biological_structure",
    `liver, left lung, abdomen, right lung, chest, left kidney, heart, right kidney, spleen, brain, pancreas
    left ventricle, neck, skin, right hip, mitral valve, left shoulder, stomach, thyroid, right upper lobe, lymph nodes
    lower limbs, small bowel, gallbladder, portal vein, left orbit, cervical spine, adrenal gland, sigmoid colon
    right femur, pericardium, optic nerve, parotid gland, bladder wall, aortic root`,
  ),
  examination: list(
    "Diagnostic_procedure",
    `computed tomography, endoscopy, ultrasound, MRI, biopsy, drainage, chest radiograph, echocardiography, laparoscopy
    CT, colonoscopy, angiography, physical examination, catheterization, bronchoscopy, bone scan, scintigraphy
    positron emission tomography, fundoscopy, electromyography, thoracoscopy, cystoscopy, elastography`,
  ),
  assay: list(
    "Diagnostic_procedure",
    `urinalysis, electrocardiogram, blood cultures, lumbar puncture, immunohistochemistry, spirometry, flow cytometry
    electroencephalogram, sputum smear, serology, tuberculin test, stool culture`,
  ),
  substance: list(
    "Diagnostic_procedure",
    `hemoglobin, potassium, creatinine, albumin, C-reactive protein, sodium, iron, bilirubin, glucose, lactate, calcium
    serum ferritin, troponin, urea, thyrotropin, alkaline phosphatase, lipase, magnesium, uric acid, ammonia`,
  ),
  pressure: list("Diagnostic_procedure", "blood pressure, arterial pressure"),
  pulse: list("Diagnostic_procedure", "heart rate, pulse"),
  temperature: list("Diagnostic_procedure", "temperature, body temperature"),
  concentration: list(
    "Lab_value",
    `##.# g/dl, normal, ### mg/dl, elevated, ## mmol/l, #.# mg/dl, low, ### units/l, #.# mmol/l, slightly raised
    ## µg/l, within normal limits, ## mg, undetectable, ### ng/ml, decreased, #.# g`,
  ),
  result: list(
    "Lab_value",
    "normal, negative, positive, unremarkable, within normal limits, inconclusive",
  ),
  millimetres: list("Lab_value", "1##/## mmHg, 9#/5# mmHg"),
  beats: list("Lab_value", "1## beats per minute, 8# per minute, normal"),
  degrees: list("Lab_value", "3#.# °C, normal"),
  disease: list(
    "Disease_disorder",
    `hypertension, edema, pneumonia, seizures, anemia, stenosis, diabetes mellitus, jaundice, hepatitis, lymphoma
    abscess, nephritis, heart failure, carcinoma, asthma, tuberculosis, pericarditis, sepsis, pancreatitis, meningitis
    cirrhosis, hypothyroidism, thrombosis, vasculitis, myocarditis, pulmonary embolism, sarcoidosis, cholangitis
    hemorrhage, osteomyelitis, endocarditis, adenocarcinoma, thyroiditis, encephalitis, amyloidosis, neuropathy`,
  ),
  drug: list(
    "Medication",
    `prednisone, aspirin, iron, ceftriaxone, potassium, furosemide, heparin, albumin, insulin, vancomycin, paracetamol
    metformin, ramipril, antibiotics, amlodipine, methotrexate, omeprazole, rituximab, warfarin, levetiracetam, morphine
    bisoprolol, fluconazole, calcium, cyclophosphamide, levothyroxine, meropenem, dexamethasone, tacrolimus, glucose
    doxycycline, valproate`,
  ),
  dose: list(
    "Dosage",
    `## mg daily, ### mg, # g daily, ## mg twice a day, # mg/kg, ## mg, # units per day, ## µg per hour
    ### mg every # hours, # g`,
  ),
  treatment: list(
    "Therapeutic_procedure",
    `surgery, drainage, chemotherapy, endoscopy, resection, laparoscopy, hemodialysis, transfusion, intubation
    radiotherapy, mechanical ventilation, biopsy, stent placement, valve replacement, catheterization, splenectomy, physiotherapy
    plasma exchange, embolization, thoracotomy, nephrectomy, bone marrow transplantation, debridement
    pacemaker implantation, skin grafting`,
  ),
  duration: list(
    "Duration",
    "# days, # weeks, # months, two weeks, three months, ## hours, several days, one year, # years, half a year, a night",
  ),
  weight: list("Mass", "### g, #.# kg, ## mg, 1### g, ## g"),
} as const satisfies Readonly<Record<string, EntryList>>;
