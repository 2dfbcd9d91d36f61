// How fast one core can be at this workload: hand-written vectors for exactly these 25 criteria and
// two-valued facts, as a mark to measure a general engine against.
//
//   cc -O3 -march=native -o limit limit.c -lpthread
//   ./limit MODE DATA NEEDS PRODUCTS THREADS REPETITIONS [RESULT]
//
// MODE  bitb   a row of product bits for every value class of every fact, rows combined by AND;
//              thresholds of coverage are rows too; products sorted by cost, so that only the first
//              survivors are priced
//       near   the same, and the products that fail exactly one criterion, and which
// NEEDS and PRODUCTS name the sets of gen.py in DATA (needs_NEEDS.npy, products_PRODUCTS.npy).
// Prints one line of JSON. RESULT is a result file as common.py describes it.
#define _GNU_SOURCE
#include "limit_index.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { PLANES = 5, CHUNK = 1024, MAX_THREADS = 64, MAX_REPETITIONS = 64 };
static int thread_count;
static int32_t *eligible, *missed;
static Hit *top, *nearest;

// ---------------------------------------------------------------- matching
// The best of the survivors, which stand in the order of their cost; ties go on to be compared.
INLINE int take_top(const Index *x, const u64 *bits, const i64 *n, Hit *list, const int words) {
  int count = 0;
  for (int w = 0; w < words; w++)
    for (u64 rest = bits[w]; rest; rest &= rest - 1) {
      int j = w * 64 + __builtin_ctzll(rest);
      if (count == TOP && x->cost[j] != list[TOP - 1].cost) return count;
      i64 amount = offered_amount(&x->offer[j], n), asked = n[n_amount];
      int32_t coverage = amount >= asked ? PPM : (int32_t)(amount * PPM / asked);
      count = insert_hit(list, count, (Hit){ x->product[j], x->cost[j], coverage, -1 });
    }
  return count;
}
INLINE void bitb_block(int from, int to, const int words) {
  u64 bits[MAX_WORDS] __attribute__((aligned(64)));
  for (int e = from; e < to; e++) {
    const i64 *n = needs[e].value;
    const Index *x = &indexes[n[n_spec]];
    const u64 *row[RANGES + MAX_TERMS + 6];
    int rows = 0;
    for (int i = 0; i < RANGES; i++)
      row[rows++] = range_row(&x->range[i], n[RANGE_COLUMN[i]], words);
    row[rows++] = range_row(&x->cap, n[n_amount], words);
    row[rows++] = x->county + n[n_county] * words;
    row[rows++] = x->industry + n[n_industry] * words;
    row[rows++] = x->core + n[n_core] * words;
    row[rows++] = x->rating + n[n_rating] * words;
    row[rows++] = x->flags + (n[n_purpose] << 5 | n[n_size] << 3 | n[n_overdue] << 2 |
                              n[n_hitech] << 1 | n[n_guarantee]) * words;
    for (int i = 0; i < x->terms; i++) row[rows++] = term_row(&x->term[i], n, words);
    i64 count = 0;
    for (int w = 0; w < words; w += LANES) {
      Vector all = v_load(row[0] + w);
      for (int j = 1; j < rows; j++) all = v_and(all, v_load(row[j] + w));
      v_store(bits + w, all);
      count += v_count(all);
    }
    eligible[e] = (int32_t)count;
    Hit *list = top + (size_t)e * TOP;
    pad_hits(list, count ? take_top(x, bits, n, list, words) : 0);
  }
}
// Products whose only failure is the criterion their planes spell, the cheapest first.
INLINE int take_near(const Index *x, const u64 *bits, u64 plane[PLANES][MAX_WORDS], Hit *list,
                     const int words) {
  int count = 0;
  for (int w = 0; w < words; w++)
    for (u64 rest = bits[w]; rest; rest &= rest - 1) {
      if (count == TOP) return count;
      int bit = __builtin_ctzll(rest), j = w * 64 + bit, criterion = 0;
      for (int q = 0; q < PLANES; q++) criterion |= (int)(plane[q][w] >> bit & 1) << q;
      list[count++] = (Hit){ x->product[j], x->cost[j], 0, criterion };
    }
  return count;
}
INLINE void near_block(int from, int to, const int words) {
  u64 good[MAX_WORDS] __attribute__((aligned(64))), once[MAX_WORDS] __attribute__((aligned(64)));
  u64 plane[PLANES][MAX_WORDS] __attribute__((aligned(64)));
  u64 exists[MAX_WORDS] __attribute__((aligned(64))) = { 0 };
  for (int p = 0; p < product_count; p++) set_bit(exists, p);
  for (int e = from; e < to; e++) {
    const i64 *n = needs[e].value;
    const Index *x = &indexes[n[n_spec]];
    const u64 *row[c_coverage], *cover[MAX_TERMS + 1];
    int covers = 0;
    for (int i = 0; i < RANGES; i++) row[i] = range_row(&x->range[i], n[RANGE_COLUMN[i]], words);
    row[c_purpose] = x->purpose + n[n_purpose] * words;
    row[c_region] = x->county + n[n_county] * words;
    row[c_industry] = x->industry + n[n_industry] * words;
    row[c_size] = x->size + n[n_size] * words;
    row[c_rating] = x->rating + n[n_rating] * words;
    row[c_overdue] = x->overdue + n[n_overdue] * words;
    row[c_spec] = x->spec + n[n_spec] * words;
    row[c_hitech] = x->hitech + n[n_hitech] * words;
    row[c_core] = x->core + n[n_core] * words;
    row[c_guarantee] = x->guarantee + n[n_guarantee] * words;
    cover[covers++] = range_row(&x->cap, n[n_amount], words);
    for (int i = 0; i < x->terms; i++) cover[covers++] = term_row(&x->term[i], n, words);
    i64 count = 0, near_count = 0;
    for (int w = 0; w < words; w += LANES) {
      Vector covered = v_load(cover[0] + w);
      for (int j = 1; j < covers; j++) covered = v_and(covered, v_load(cover[j] + w));
      // Failed at least once, at least twice, and the bits of the numbers of failed criteria.
      Vector one = v_not(covered), two = v_zero(), p[PLANES];
      for (int q = 0; q < PLANES; q++) p[q] = c_coverage >> q & 1 ? one : v_zero();
#pragma GCC unroll 32
      for (int j = 0; j < c_coverage; j++) {
        Vector r = v_load(row[j] + w);
        two = v_or_and_not(two, one, r);
        one = v_or_not(one, r);
#pragma GCC unroll 5
        for (int q = 0; q < PLANES; q++)
          if (j >> q & 1) p[q] = v_or_not(p[q], r);
      }
      Vector is_product = v_load(exists + w);
      Vector passed = v_and_not(is_product, one), near = v_and(v_and_not(one, two), is_product);
      v_store(good + w, passed);
      v_store(once + w, near);
      for (int q = 0; q < PLANES; q++) v_store(plane[q] + w, p[q]);
      count += v_count(passed);
      near_count += v_count(near);
    }
    eligible[e] = (int32_t)count;
    missed[e] = (int32_t)near_count;
    Hit *list = top + (size_t)e * TOP, *near_list = nearest + (size_t)e * TOP;
    pad_hits(list, count ? take_top(x, good, n, list, words) : 0);
    pad_hits(near_list, near_count ? take_near(x, once, plane, near_list, words) : 0);
  }
}
// The usual widths as constants, so that loops over them unroll.
#define BY_WIDTH(name) \
  static void run_##name(int from, int to) { \
    switch (words) { \
      case 8: name##_block(from, to, 8); break; \
      case 16: name##_block(from, to, 16); break; \
      default: name##_block(from, to, words); \
    } \
  }
BY_WIDTH(bitb)
BY_WIDTH(near)

// ---------------------------------------------------------------- driver
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}
static void (*work)(int, int);
static atomic_int next_chunk;
static void *worker(void *unused) {
  (void)unused;
  for (int c; (c = atomic_fetch_add(&next_chunk, 1)) * CHUNK < need_count;)
    work(c * CHUNK, c * CHUNK + CHUNK < need_count ? c * CHUNK + CHUNK : need_count);
  return NULL;
}
static double run_once(void) {
  double start = now();
  atomic_store(&next_chunk, 0);
  pthread_t thread[MAX_THREADS];
  for (int i = 1; i < thread_count; i++)
    if (pthread_create(&thread[i], NULL, worker, NULL)) die("no thread");
  worker(NULL);
  for (int i = 1; i < thread_count; i++) pthread_join(thread[i], NULL);
  return now() - start;
}
static int by_seconds(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}
static void write_numbers(FILE *file, const int32_t *numbers, size_t count) {
  if (fwrite(numbers, 4, count, file) != count) die("result not written");
}
static void write_result(const char *path, int is_near) {
  FILE *file = fopen(path, "wb");
  if (!file) die(path);
  size_t count = (size_t)need_count * TOP;
  int32_t *ids = allocate(count * 4);
  for (size_t i = 0; i < count; i++) ids[i] = top[i].product;
  write_numbers(file, eligible, need_count);
  write_numbers(file, ids, count);
  if (is_near) {
    for (size_t i = 0; i < count; i++)
      ids[i] = nearest[i].product < 0 ? -1 : nearest[i].product * 32 + nearest[i].criterion;
    write_numbers(file, missed, need_count);
    write_numbers(file, ids, count);
  }
  if (fclose(file)) die("result not written");
  free(ids);
}
int main(int argc, char **argv) {
  if (argc < 7) die("usage: limit MODE DATA NEEDS PRODUCTS THREADS REPETITIONS [RESULT]");
  const char *mode = argv[1];
  int is_near = !strcmp(mode, "near");
  if (!is_near && strcmp(mode, "bitb")) die("MODE is bitb or near");
  thread_count = atoi(argv[5]);
  int repetitions = atoi(argv[6]);
  if (thread_count < 1 || thread_count > MAX_THREADS) die("1 to 64 threads");
  if (repetitions < 1 || repetitions > MAX_REPETITIONS) die("1 to 64 repetitions");
  char path[4096];
  int rows, columns;
  snprintf(path, sizeof path, "%s/needs_%s.npy", argv[2], argv[3]);
  i64 *matrix = load_matrix(path, &rows, &need_count);
  if (rows != NEED_COLUMNS) die("shape of the needs");
  snprintf(path, sizeof path, "%s/products_%s.npy", argv[2], argv[4]);
  products = load_matrix(path, &product_count, &columns);
  if (columns != PRODUCT_COLUMNS) die("shape of the products");
  needs = allocate((size_t)need_count * sizeof(Need));
  for (int e = 0; e < need_count; e++)
    for (int i = 0; i < NEED_COLUMNS; i++) needs[e].value[i] = matrix[(size_t)i * need_count + e];
  free(matrix);
  offers = allocate((size_t)product_count * sizeof(Offer));
  for (int p = 0; p < product_count; p++)
    offers[p] = (Offer){
      PRODUCT(p, p_cap), PRODUCT(p, p_tax), PRODUCT(p, p_receivables), PRODUCT(p, p_collateral),
      PRODUCT(p, p_revenue), (int32_t)PRODUCT(p, p_cover),
      (int32_t)(PRODUCT(p, p_rate) + PRODUCT(p, p_fee)), (int32_t)PRODUCT(p, p_subsidy),
      (int32_t)PRODUCT(p, p_subsidy_spec)
    };
  size_t hits = (size_t)need_count * TOP * sizeof(Hit);
  eligible = allocate((size_t)need_count * 4), missed = allocate((size_t)need_count * 4);
  top = allocate(hits), nearest = allocate(is_near ? hits : 0);
  words = (product_count + 511) / 512 * 8;
  if (words > MAX_WORDS) die("too many products");

  double start = now();
  for (int spec = 0; spec < SPEC_CLASSES; spec++) build_index(&indexes[spec], spec);
  double build = now() - start, seconds[MAX_REPETITIONS];
  work = is_near ? run_near : run_bitb;
  for (int i = 0; i < repetitions; i++) seconds[i] = run_once();
  qsort(seconds, repetitions, sizeof(double), by_seconds);
  i64 pairs = 0, near_pairs = 0;
  for (int e = 0; e < need_count; e++) pairs += eligible[e], near_pairs += missed[e];
  printf("{\"tool\": \"limit.c\", \"form\": \"%s\", \"version\": \"%s\", \"needs\": %d, "
         "\"products\": %d, \"threads\": %d, \"seconds\": %.6f, \"least_seconds\": %.6f, "
         "\"build_seconds\": %.6f, \"index_bytes\": %zu, \"eligible\": %lld, \"near\": %lld}\n",
         mode, VECTOR_NAME, need_count, product_count, thread_count, seconds[repetitions / 2],
         seconds[0], build, index_bytes, (long long)pairs, (long long)near_pairs);
  if (argc > 7) write_result(argv[7], is_near);
  return 0;
}
