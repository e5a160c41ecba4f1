/** The coefficients of a quotient of two polynomials, from the constant on. */
export interface Rational {
  readonly above: readonly number[]
  readonly below: readonly number[]
}

/*
 * The error function in four pieces, for both precisions.
 *
 * Source: fdlibm (Sun Microsystems 1993: "Permission to use, copy, modify, and distribute this software is freely
 * granted, provided that this notice is preserved").
 */

/** erf x / x − 1 over x², up to 0.84375. */
export const NEAR: Rational = {
  above: [
    0.12837916709551256, -0.3250421072470015, -0.02848174957559851, -0.005770270296489442,
    -2.3763016656650163e-5,
  ],
  below: [
    1, 0.39791722395915535, 0.0650222499887673, 0.005081306281875766, 0.00013249473800432164,
    -3.960228278775368e-6,
  ],
}

/** About erf 1, in few bits. */
export const CENTRE = 0.8450629115104675

/** erf x − CENTRE over x − 1, up to 1.25. */
export const MIDDLE: Rational = {
  above: [
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013, 0.31834661990116175,
    -0.11089469428239668, 0.035478304325618236, -0.002166375594868791,
  ],
  below: [
    1, 0.10642088040084423, 0.540397917702171, 0.07182865441419627, 0.12617121980876164, 0.01363708391202905,
    0.011984499846799107,
  ],
}

/** log(x · e^(x² + 0.5625) · (1 − erf x)) over 1/x², up to 1/0.35. */
export const NEAR_TAIL: Rational = {
  above: [
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291, -62.375332450326006, -162.39666946257347,
    -184.60509290671104, -81.2874355063066, -9.814329344169145,
  ],
  below: [
    1, 19.651271667439257, 137.65775414351904, 434.56587747522923, 645.3872717332679, 429.00814002756783,
    108.63500554177944, 6.570249770319282, -0.0604244152148581,
  ],
}

/** The same from there on. */
export const FAR_TAIL: Rational = {
  above: [
    -0.0098649429247001, -0.799283237680523, -17.757954917754752, -160.63638485582192, -637.5664433683896,
    -1025.0951316110772, -483.51918920865137,
  ],
  below: [
    1, 30.33806074348246, 325.7925129965739, 1536.729586084437, 3199.8582195085955, 2553.0504064331644,
    474.52854120695537, -22.44095244658582,
  ],
}
