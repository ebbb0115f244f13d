// Adam on Rosenbrock, fused by hand: what the compiled kernels are measured against.
#include <math.h>
#include <stdint.h>

enum { ARRIVED = 0, AT_REST = -1, TO_AND_FRO = -2, DIVERGED = -3, LEFT = -4, ON_ITS_WAY = -5, DID_NOT_STAY = -6 };
enum { LANES = 64, FEWEST = 5 };

// Destination, final loss and step of each of n particles that start at (x0, y0), as optimizers/racing/verdict.py has it.
void basin(int n, int steps, const double *x0, const double *y0, double lr, double beta1, double beta2, double eps,
           double b, const double *unbiased1, const double *unbiased2, double home_x, double home_y, double near,
           double rest, double diverged, const double *box, int window, double net, double kept, double gain,
           int64_t *destination, double *loss, int64_t *step) {
    int64_t begin_of_window = steps - window;
    double middle_x = (box[0] + box[1]) / 2, middle_y = (box[2] + box[3]) / 2;
#pragma omp parallel for schedule(dynamic, 8)
    for (int begin = 0; begin < n; begin += LANES) {
        double x[LANES], y[LANES], mx[LANES] = {0}, my[LANES] = {0}, vx[LANES] = {0}, vy[LANES] = {0};
        double f[LANES], gx[LANES], gy[LANES], best[LANES], later[LANES], worst[LANES], ways[2][LANES] = {{0}};
        double corner_x[LANES] = {0}, corner_y[LANES] = {0}, level[LANES], strayed[LANES] = {0};
        int64_t died[LANES], away_at[LANES], inside_at[LANES], stayed_at[LANES];
        for (int k = 0; k < LANES; k++) {
            x[k] = x0[begin + k], y[k] = y0[begin + k];
            died[k] = away_at[k] = inside_at[k] = stayed_at[k] = -1;
            best[k] = later[k] = INFINITY, worst[k] = -INFINITY;
        }
        for (int64_t t = 0; t <= steps; t++) {
            double unbias1 = unbiased1[t], unbias2 = unbiased2[t];
            double ux[LANES] = {0}, uy[LANES] = {0};
            int64_t fifth = (t + 2) / 5 > FEWEST ? (t + 2) / 5 : FEWEST, shown_from = t >= FEWEST ? t - fifth : -1;
            for (int k = 0; k < LANES; k++) {
                double u = 0.0, v = 0.0;
                if (t > 0) {
                    mx[k] = beta1 * mx[k] + (1.0 - beta1) * gx[k];
                    my[k] = beta1 * my[k] + (1.0 - beta1) * gy[k];
                    vx[k] = beta2 * vx[k] + (1.0 - beta2) * gx[k] * gx[k];
                    vy[k] = beta2 * vy[k] + (1.0 - beta2) * gy[k] * gy[k];
                    u = lr * (mx[k] * unbias1) / (sqrt(vx[k] * unbias2) + eps);
                    v = lr * (my[k] * unbias1) / (sqrt(vy[k] * unbias2) + eps);
                }
                x[k] -= u, y[k] -= v, ux[k] = u, uy[k] = v;
                double d = 1.0 - x[k], r = y[k] - x[k] * x[k];
                f[k] = d * d + b * r * r;
                gx[k] = -2.0 * d - 4.0 * b * x[k] * r;
                gy[k] = 2.0 * b * r;
                int sound = (fabs(f[k]) <= diverged) & (fabs(x[k]) < INFINITY) & (fabs(y[k]) < INFINITY);
                died[k] = !sound & (died[k] < 0) ? t : died[k];
                double p = x[k] - home_x, q = y[k] - home_y;
                int away = !(p * p + q * q <= near * near);
                away_at[k] = away ? t : away_at[k];
                stayed_at[k] = away_at[k] < shown_from ? away_at[k] + 1 : stayed_at[k];
                inside_at[k] = (box[0] <= x[k]) & (x[k] <= box[1]) & (box[2] <= y[k]) & (y[k] <= box[3]) ? t : inside_at[k];
            }
            if (t <= begin_of_window)
                for (int k = 0; k < LANES; k++) best[k] = f[k] < best[k] ? f[k] : best[k];
            if (t == begin_of_window)
                for (int k = 0; k < LANES; k++) corner_x[k] = x[k], corner_y[k] = y[k], level[k] = f[k];
            if (t > begin_of_window) {
                double *way = ways[t - begin_of_window > window / 2];
                for (int k = 0; k < LANES; k++) {
                    double p = x[k] - corner_x[k], q = y[k] - corner_y[k], square = p * p + q * q;
                    way[k] += sqrt(ux[k] * ux[k] + uy[k] * uy[k]);
                    strayed[k] = square > strayed[k] ? square : strayed[k];
                    later[k] = f[k] < later[k] ? f[k] : later[k];
                    worst[k] = f[k] > worst[k] ? f[k] : worst[k];
                }
            }
        }
        for (int k = 0; k < LANES; k++) {
            int i = begin + k;
            double u = x[k] - corner_x[k], v = y[k] - corner_y[k];
            double a = x[k] - middle_x, c = y[k] - middle_y, p = corner_x[k] - middle_x, q = corner_y[k] - middle_y;
            double share = kept * (window - window / 2) / (window / 2);
            int64_t out = inside_at[k] + 1;
            int left = 0 < out && out <= begin_of_window && f[k] < level[k] && a * a + c * c > p * p + q * q;
            int to_and_fro = best[k] - later[k] <= gain * (worst[k] - later[k]) && ways[1][k] >= share * ways[0][k] &&
                             sqrt(u * u + v * v) <= net * (ways[0][k] + ways[1][k]);
            loss[i] = f[k];
            if (died[k] >= 0) destination[i] = DIVERGED, step[i] = died[k], loss[i] = NAN;
            else if (away_at[k] < begin_of_window) destination[i] = ARRIVED, step[i] = away_at[k] + 1;
            else if (stayed_at[k] >= 0) destination[i] = DID_NOT_STAY, step[i] = stayed_at[k];
            else if (strayed[k] <= rest * rest) destination[i] = AT_REST, step[i] = begin_of_window;
            else if (left) destination[i] = LEFT, step[i] = out;
            else if (to_and_fro) destination[i] = TO_AND_FRO, step[i] = begin_of_window;
            else destination[i] = ON_ITS_WAY, step[i] = steps;
        }
    }
}
