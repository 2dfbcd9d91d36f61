// What limit.c matches with: needs, products, what an offer comes to, and rows of product bits for
// every value class of every fact.
#ifndef LIMIT_INDEX_H
#define LIMIT_INDEX_H

#include "vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Columns of the needs, in the order of workload.py.
enum {
  n_amount, n_tenor, n_purpose, n_county, n_region, n_industry, n_size, n_age, n_incorporated,
  n_employees, n_revenue, n_revenue2, n_growth, n_tax, n_rating, n_net_assets, n_debt, n_overdue,
  n_spec, n_hitech, n_patents, n_receivables, n_core, n_collateral, n_guarantee, NEED_COLUMNS
};
enum { RANGES = 14 };
static const int RANGE_COLUMN[RANGES] = {
  n_amount, n_tenor, n_age, n_incorporated, n_employees, n_revenue, n_revenue2, n_growth, n_tax,
  n_net_assets, n_debt, n_patents, n_receivables, n_collateral
};
// Columns of the products.
enum {
  p_id, p_range, p_purpose = p_range + 2 * RANGES, p_size, p_county0, p_county1, p_industry0,
  p_industry1, p_rating, p_spec, p_no_overdue, p_hitech, p_guarantee, p_core_active, p_core0,
  p_cap = p_core0 + 5, p_tax, p_receivables, p_collateral, p_revenue, p_cover, p_rate, p_fee,
  p_subsidy, p_subsidy_spec, p_active, PRODUCT_COLUMNS
};
// Criteria: the ranges, then these.
enum {
  c_purpose = RANGES, c_region, c_industry, c_size, c_rating, c_overdue, c_spec, c_hitech, c_core,
  c_guarantee, c_coverage, CRITERIA
};
enum { TOP = 10, SPEC_CLASSES = 4, MAX_TERMS = 16, MAX_FACTORS = 16 };
enum { MAX_WORDS = 256 };
#define OPEN_END (1ll << 59)
#define PPM 1000000

typedef struct { i64 value[NEED_COLUMNS]; } Need;
typedef struct { int32_t product, cost, coverage, criterion; } Hit;
typedef struct {
  i64 cap, tax, receivables, collateral, revenue;
  int32_t cover, cost, subsidy, subsidy_spec;
} Offer;

static Need *needs;
static i64 *products;
static Offer *offers;
static int need_count, product_count;

static void die(const char *message) {
  fprintf(stderr, "limit: %s\n", message);
  exit(1);
}
static void *allocate(size_t bytes) {
  void *p = aligned_alloc(64, (bytes + 64) & ~(size_t)63);
  if (!p) die("out of memory");
  memset(p, 0, bytes);
  return p;
}
static i64 *load_matrix(const char *path, int *rows, int *columns) {
  FILE *file = fopen(path, "rb");
  if (!file) die(path);
  unsigned char head[10];
  if (fread(head, 1, 10, file) != 10) die(path);
  int length = head[8] | head[9] << 8;
  char *text = calloc(1, length + 1);
  if (!text || fread(text, 1, length, file) != (size_t)length) die(path);
  char *shape = strstr(text, "(");
  if (!shape || sscanf(shape, "(%d, %d", rows, columns) != 2) die(path);
  size_t count = (size_t)*rows * *columns;
  i64 *matrix = allocate(count * 8);
  if (fread(matrix, 8, count, file) != count) die(path);
  fclose(file);
  free(text);
  return matrix;
}
#define PRODUCT(p, column) products[(size_t)(p) * PRODUCT_COLUMNS + (column)]

// ---------------------------------------------------------------- amounts, cost, ranking
static inline i64 lesser(i64 a, i64 b) { return a < b ? a : b; }
static inline i64 offered_amount(const Offer *o, const i64 *n) {
  i64 amount = o->cap;
  if (o->tax) amount = lesser(amount, n[n_tax] * o->tax / 100);
  if (o->receivables) amount = lesser(amount, n[n_receivables] * o->receivables / 10000);
  if (o->collateral) amount = lesser(amount, n[n_collateral] * o->collateral / 10000);
  if (o->revenue) amount = lesser(amount, n[n_revenue] * o->revenue / 10000);
  return amount;
}
static inline int32_t cost_of(const Offer *o, i64 spec) {
  return o->cost - (spec >= o->subsidy_spec ? o->subsidy : 0);
}
static inline int is_better(const Hit *a, const Hit *b) {
  if (a->cost != b->cost) return a->cost < b->cost;
  if (a->coverage != b->coverage) return a->coverage > b->coverage;
  return a->product < b->product;
}
static inline int insert_hit(Hit *list, int count, Hit hit) {
  if (count == TOP && !is_better(&hit, &list[TOP - 1])) return count;
  int at = count < TOP ? count : TOP - 1;
  for (; at > 0 && is_better(&hit, &list[at - 1]); at--) list[at] = list[at - 1];
  list[at] = hit;
  return count < TOP ? count + 1 : TOP;
}
static inline void pad_hits(Hit *list, int count) {
  for (; count < TOP; count++) list[count] = (Hit){ -1, 0, 0, -1 };
}

// ---------------------------------------------------------------- the index
// The rows of one fact: breakpoints rise, row r is for values with r breakpoints at most them.
typedef struct { int count, padded; i64 *at; u64 *rows; } RangeIndex;
// The rows of one term of offers that cover the same share: row r is when r factors are too small.
typedef struct { int count; i64 factor[MAX_FACTORS], divisor, cover; int column; u64 *rows; } Term;
// Everything for one class of specialisation, as that decides the order by cost.
typedef struct {
  int *product;
  int32_t *cost;
  Offer *offer;
  RangeIndex range[RANGES], cap;
  u64 *purpose, *county, *industry, *size, *rating, *overdue, *spec, *hitech, *core, *guarantee;
  u64 *flags;
  Term *term;
  int terms;
} Index;
static Index indexes[SPEC_CLASSES];
static int words;
static size_t index_bytes;

static u64 *make_rows(int count) {
  size_t bytes = (size_t)count * words * 8;
  index_bytes += bytes;
  return allocate(bytes);
}
static void set_bit(u64 *row, int bit) { row[bit >> 6] |= 1ull << (bit & 63); }
static int by_value(const void *a, const void *b) {
  i64 x = *(const i64 *)a, y = *(const i64 *)b;
  return (x > y) - (x < y);
}
static int unique(i64 *values, int count) {
  qsort(values, count, 8, by_value);
  int kept = 0;
  for (int i = 0; i < count; i++)
    if (!kept || values[kept - 1] != values[i]) values[kept++] = values[i];
  return kept;
}
static i64 *sort_cost;
static int by_cost(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  if (sort_cost[x] != sort_cost[y]) return sort_cost[x] > sort_cost[y] ? 1 : -1;
  return x - y;
}
static void build_range(RangeIndex *r, const i64 *low, const i64 *high, const int *product) {
  i64 *at = allocate((size_t)product_count * 16);
  int count = 0;
  for (int p = 0; p < product_count; p++) {
    if (low[p] > -OPEN_END) at[count++] = low[p];
    if (high[p] < OPEN_END) at[count++] = high[p] + 1;
  }
  r->count = unique(at, count);
  r->padded = (r->count + 7) / 8 * 8;
  r->at = allocate((size_t)r->padded * 8);
  for (int i = 0; i < r->padded; i++) r->at[i] = i < r->count ? at[i] : INT64_MAX;
  r->rows = make_rows(r->count + 1);
  for (int i = 0; i <= r->count; i++) {
    i64 value = i ? at[i - 1] : r->count ? at[0] - 1 : 0;
    for (int j = 0; j < product_count; j++)
      if (low[product[j]] <= value && value <= high[product[j]])
        set_bit(r->rows + (size_t)i * words, j);
  }
  free(at);
}
static void build_term(Index *x, int column, int member, i64 divisor, i64 cover) {
  i64 *factors = allocate((size_t)product_count * 8);
  int count = 0;
  for (int p = 0; p < product_count; p++)
    if (PRODUCT(p, member) && PRODUCT(p, p_cover) == cover) factors[count++] = PRODUCT(p, member);
  count = unique(factors, count);
  if (count > MAX_FACTORS || x->terms == MAX_TERMS) die("too many terms");
  if (count) {
    Term *t = &x->term[x->terms++];
    *t = (Term){ .count = count, .divisor = divisor, .cover = cover, .column = column };
    // The greatest fills up the vector: it is too small only where all are.
    for (int i = 0; i < MAX_FACTORS; i++) t->factor[i] = factors[i < count ? i : count - 1];
    t->rows = make_rows(count + 1);
    for (int f = 0; f <= count; f++)
      for (int j = 0; j < product_count; j++) {
        i64 own = PRODUCT(x->product[j], member);
        int covers = f < count && own >= factors[f];
        if (!own || PRODUCT(x->product[j], p_cover) != cover || covers)
          set_bit(t->rows + (size_t)f * words, j);
      }
  }
  free(factors);
}
static void build_index(Index *x, int spec) {
  x->product = allocate((size_t)product_count * sizeof(int));
  x->cost = allocate((size_t)product_count * sizeof(int32_t));
  x->offer = allocate((size_t)product_count * sizeof(Offer));
  sort_cost = allocate((size_t)product_count * 8);
  for (int p = 0; p < product_count; p++) {
    x->product[p] = p;
    sort_cost[p] = cost_of(&offers[p], spec);
  }
  qsort(x->product, product_count, sizeof(int), by_cost);
  for (int j = 0; j < product_count; j++) {
    x->cost[j] = (int32_t)sort_cost[x->product[j]];
    x->offer[j] = offers[x->product[j]];
  }
  i64 *low = allocate((size_t)product_count * 8), *high = allocate((size_t)product_count * 8);
  for (int i = 0; i < RANGES; i++) {
    for (int p = 0; p < product_count; p++) {
      low[p] = PRODUCT(p, p_range + 2 * i);
      high[p] = PRODUCT(p, p_range + 2 * i + 1);
    }
    build_range(&x->range[i], low, high, x->product);
  }
  // The cap covers the share exactly when the amount is at most cap / share, rounded down.
  for (int p = 0; p < product_count; p++) {
    low[p] = -2 * OPEN_END;
    high[p] = PRODUCT(p, p_cap) * 10000 / PRODUCT(p, p_cover);
  }
  build_range(&x->cap, low, high, x->product);
  free(high);
  free(sort_cost);
  x->purpose = make_rows(8), x->county = make_rows(128), x->industry = make_rows(128);
  x->size = make_rows(4), x->rating = make_rows(5), x->overdue = make_rows(2);
  x->spec = make_rows(4), x->hitech = make_rows(2), x->core = make_rows(320);
  x->guarantee = make_rows(2);
  for (int j = 0; j < product_count; j++) {
    const i64 *q = &PRODUCT(x->product[j], 0);
#define FILL(rows, count, condition) \
  for (int v = 0; v < count; v++) \
    if (condition) set_bit(x->rows + (size_t)v * words, j);
    FILL(purpose, 8, (u64)q[p_purpose] >> v & 1)
    FILL(county, 128, (u64)q[p_county0 + (v >> 6)] >> (v & 63) & 1)
    FILL(industry, 128, (u64)q[p_industry0 + (v >> 6)] >> (v & 63) & 1)
    FILL(size, 4, (u64)q[p_size] >> v & 1)
    FILL(rating, 5, v >= q[p_rating])
    FILL(overdue, 2, !q[p_no_overdue] || v == 0)
    FILL(spec, 4, v >= q[p_spec])
    FILL(hitech, 2, v >= q[p_hitech])
    FILL(guarantee, 2, v >= q[p_guarantee])
    FILL(core, 320, !q[p_core_active] || (v && (u64)q[p_core0 + (v >> 6)] >> (v & 63) & 1))
  }
  // Purpose, size and the flags together; the specialisation is that of the index.
  x->flags = make_rows(256);
  for (int v = 0; v < 256; v++)
    for (int w = 0; w < words; w++)
      x->flags[(size_t)v * words + w] =
          x->purpose[(v >> 5) * words + w] & x->size[(v >> 3 & 3) * words + w] &
          x->overdue[(v >> 2 & 1) * words + w] & x->hitech[(v >> 1 & 1) * words + w] &
          x->guarantee[(v & 1) * words + w] & x->spec[spec * words + w];
  x->term = allocate(MAX_TERMS * sizeof(Term));
  for (int p = 0; p < product_count; p++) low[p] = PRODUCT(p, p_cover);
  int covers = unique(low, product_count);
  for (int i = 0; i < covers; i++) {
    build_term(x, n_tax, p_tax, 100, low[i]);
    build_term(x, n_receivables, p_receivables, 10000, low[i]);
    build_term(x, n_collateral, p_collateral, 10000, low[i]);
    build_term(x, n_revenue, p_revenue, 10000, low[i]);
  }
  free(low);
}
// Few breakpoints are compared all at once; among many, blocks of 8 are searched first.
enum { FEW_BREAKPOINTS = 64 };
INLINE const u64 *range_row(const RangeIndex *r, i64 value, const int words) {
  int rank = 0, end = r->padded;
  if (__builtin_expect(end > FEW_BREAKPOINTS, 0)) {
    int low = 0, high = end / 8;  // the first block whose last breakpoint is above the value
    while (low < high) {
      int middle = (low + high) / 2;
      if (r->at[middle * 8 + 7] <= value) low = middle + 1;
      else high = middle;
    }
    rank = low * 8;
    end = rank < end ? rank + 8 : end;
  }
  int first = rank;
  for (int i = first; i < end; i += LANES) rank += v_at_most(r->at + i, value);
  return r->rows + (size_t)rank * words;
}
INLINE const u64 *term_row(const Term *t, const i64 *n, const int words) {
  i64 least = t->divisor * ((t->cover * n[n_amount] + 9999) / 10000);
  int below = 0, end = t->count <= 8 ? 8 : MAX_FACTORS;
  for (int i = 0; i < end; i += LANES)
    below += v_products_below(t->factor + i, n[t->column], least);
  return t->rows + (size_t)(below < t->count ? below : t->count) * words;
}

#endif
