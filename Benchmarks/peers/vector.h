// The widest vector of 64-bit words this machine has, chosen when it is compiled: AVX-512, AVX2, or
// one plain word. `cc -O3 -march=native` picks by itself; rows of bits hold a multiple of 8 words.
#ifndef VECTOR_H
#define VECTOR_H

#include <stdint.h>

typedef int64_t i64;
typedef uint64_t u64;
#define INLINE static inline __attribute__((always_inline))

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512BW__)
#include <immintrin.h>
#define VECTOR_NAME "avx512"
enum { LANES = 8 };
typedef __m512i Vector;
INLINE Vector v_load(const u64 *p) { return _mm512_load_si512((const void *)p); }
INLINE void v_store(u64 *p, Vector a) { _mm512_store_si512((void *)p, a); }
INLINE Vector v_zero(void) { return _mm512_setzero_si512(); }
INLINE Vector v_and(Vector a, Vector b) { return _mm512_and_si512(a, b); }
INLINE Vector v_not(Vector a) { return _mm512_ternarylogic_epi64(a, a, a, 0x55); }
// a & ~b
INLINE Vector v_and_not(Vector a, Vector b) { return _mm512_andnot_si512(b, a); }
// a | ~b
INLINE Vector v_or_not(Vector a, Vector b) { return _mm512_ternarylogic_epi64(a, b, b, 0xF3); }
// a | (b & ~c)
INLINE Vector v_or_and_not(Vector a, Vector b, Vector c) {
  return _mm512_ternarylogic_epi64(a, b, c, 0xF4);
}
#ifdef __AVX512VPOPCNTDQ__
INLINE i64 v_count(Vector a) { return _mm512_reduce_add_epi64(_mm512_popcnt_epi64(a)); }
#else
INLINE i64 v_count(Vector a) {
  u64 w[LANES] __attribute__((aligned(64)));
  i64 count = 0;
  v_store(w, a);
  for (int i = 0; i < LANES; i++) count += __builtin_popcountll(w[i]);
  return count;
}
#endif
// How many of the LANES numbers at p are at most x.
INLINE int v_at_most(const i64 *p, i64 x) {
  Vector b = _mm512_load_si512((const void *)p);
  return __builtin_popcount(_mm512_cmple_epi64_mask(b, _mm512_set1_epi64(x)));
}
// How many of the LANES factors at p, below 2^31, times x, at least 0, are below `least`.
INLINE int v_products_below(const i64 *p, i64 x, i64 least) {
  Vector k = _mm512_load_si512((const void *)p);
  Vector product = _mm512_mullo_epi64(k, _mm512_set1_epi64(x));
  return __builtin_popcount(_mm512_cmplt_epi64_mask(product, _mm512_set1_epi64(least)));
}

#elif defined(__AVX2__)
#include <immintrin.h>
#define VECTOR_NAME "avx2"
enum { LANES = 4 };
typedef __m256i Vector;
INLINE Vector v_load(const u64 *p) { return _mm256_load_si256((const __m256i *)p); }
INLINE void v_store(u64 *p, Vector a) { _mm256_store_si256((__m256i *)p, a); }
INLINE Vector v_zero(void) { return _mm256_setzero_si256(); }
INLINE Vector v_and(Vector a, Vector b) { return _mm256_and_si256(a, b); }
INLINE Vector v_not(Vector a) { return _mm256_xor_si256(a, _mm256_set1_epi64x(-1)); }
INLINE Vector v_and_not(Vector a, Vector b) { return _mm256_andnot_si256(b, a); }
INLINE Vector v_or_not(Vector a, Vector b) { return _mm256_or_si256(a, v_not(b)); }
INLINE Vector v_or_and_not(Vector a, Vector b, Vector c) {
  return _mm256_or_si256(a, _mm256_andnot_si256(c, b));
}
INLINE i64 v_count(Vector a) {
  return __builtin_popcountll(_mm256_extract_epi64(a, 0)) +
         __builtin_popcountll(_mm256_extract_epi64(a, 1)) +
         __builtin_popcountll(_mm256_extract_epi64(a, 2)) +
         __builtin_popcountll(_mm256_extract_epi64(a, 3));
}
INLINE int v_mask(Vector a) { return _mm256_movemask_pd(_mm256_castsi256_pd(a)); }
INLINE int v_at_most(const i64 *p, i64 x) {
  Vector above = _mm256_cmpgt_epi64(_mm256_load_si256((const __m256i *)p), _mm256_set1_epi64x(x));
  return LANES - __builtin_popcount(v_mask(above));
}
INLINE int v_products_below(const i64 *p, i64 x, i64 least) {
  Vector k = _mm256_load_si256((const __m256i *)p);
  Vector low = _mm256_mul_epu32(k, _mm256_set1_epi64x(x & 0xffffffff));
  Vector high = _mm256_slli_epi64(_mm256_mul_epu32(k, _mm256_set1_epi64x(x >> 32)), 32);
  Vector below = _mm256_cmpgt_epi64(_mm256_set1_epi64x(least), _mm256_add_epi64(low, high));
  return __builtin_popcount(v_mask(below));
}

#else
#define VECTOR_NAME "plain"
enum { LANES = 1 };
typedef u64 Vector;
INLINE Vector v_load(const u64 *p) { return *p; }
INLINE void v_store(u64 *p, Vector a) { *p = a; }
INLINE Vector v_zero(void) { return 0; }
INLINE Vector v_and(Vector a, Vector b) { return a & b; }
INLINE Vector v_not(Vector a) { return ~a; }
INLINE Vector v_and_not(Vector a, Vector b) { return a & ~b; }
INLINE Vector v_or_not(Vector a, Vector b) { return a | ~b; }
INLINE Vector v_or_and_not(Vector a, Vector b, Vector c) { return a | (b & ~c); }
INLINE i64 v_count(Vector a) { return __builtin_popcountll(a); }
INLINE int v_at_most(const i64 *p, i64 x) { return *p <= x; }
INLINE int v_products_below(const i64 *p, i64 x, i64 least) { return *p * x < least; }
#endif

#endif
