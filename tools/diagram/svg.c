// SPDX-License-Identifier: GPL-2.0-only
/* The diagram as SVG, laid out by hand. */

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/health.h"
#include "tools/diagram/model.h"
#include "tools/states/table.h"

enum {
	WIDTH = 1100, HEIGHT = 1020, LINE = 20,
	BOX_WIDTH = 150, BOX_HEIGHT = 52,
	LEFT = 265, MIDDLE = 550, RIGHT = 835,
};

static const struct place {
	unsigned int state;
	int x;
	int y;
} places[] = {
	{ TCP_LISTEN, LEFT, 190 }, { TCP_SYN_SENT, RIGHT, 190 }, { TCP_SYN_RECV, LEFT, 330 },
	{ TCP_ESTABLISHED, MIDDLE, 460 },
	{ TCP_FIN_WAIT1, LEFT, 590 }, { TCP_CLOSE_WAIT, RIGHT, 590 },
	{ TCP_CLOSING, MIDDLE, 685 }, { TCP_FIN_WAIT2, LEFT, 800 }, { TCP_TIME_WAIT, MIDDLE, 800 },
	{ TCP_LAST_ACK, RIGHT, 800 },
};

static const struct place beginning = { TCP_CLOSE, MIDDLE, 85 }, end = { TCP_CLOSE, MIDDLE, 920 };

/*
 * A line ends where its arrowhead begins; the head points at @x and @y. Unusual arcs to CLOSE end
 * at a label "CLOSE" nearby, since lines to the one box would cross all others.
 */
struct line {
	unsigned int from;
	unsigned int to;
	const char *path;
	int x;
	int y;
	/* Direction of the head: '<', '>', '^', 'v'. */
	char head;
	/* What part of the label is at label_x: "start", "middle" or "end". */
	const char *anchor;
	int label_x;
	int label_y;
};

static const struct line lines[] = {
	/* Other lines cross this one: drawn first, it is below them. */
	{ TCP_SYN_RECV, TCP_CLOSE_WAIT, "M340,342H850Q870,342 870,362V553",
	  870, 564, 'v', "middle", 600, 335 },
	{ TCP_CLOSE, TCP_LISTEN, "M475,85H285Q265,85 265,105V153",
	  LEFT, 164, 'v', "middle", 370, 78 },
	{ TCP_CLOSE, TCP_SYN_SENT, "M625,85H815Q835,85 835,105V153",
	  RIGHT, 164, 'v', "middle", 730, 78 },
	{ TCP_LISTEN, TCP_SYN_RECV, "M265,216V293",
	  LEFT, 304, 'v', "start", 277, 264 },
	{ TCP_SYN_SENT, TCP_SYN_RECV, "M760,190H460Q440,190 440,210V298Q440,318 420,318H351",
	  340, 318, '<', "middle", 600, 183 },
	{ TCP_SYN_SENT, TCP_ESTABLISHED, "M800,216V428Q800,448 780,448H636",
	  625, 448, '<', "start", 812, 264 },
	{ TCP_SYN_RECV, TCP_ESTABLISHED, "M310,356V428Q310,448 330,448H464",
	  475, 448, '>', "middle", 395, 437 },
	{ TCP_SYN_RECV, TCP_FIN_WAIT1, "M225,356V553",
	  225, 564, 'v', "end", 215, 464 },
	{ TCP_ESTABLISHED, TCP_FIN_WAIT1, "M475,472H330Q310,472 310,492V553",
	  310, 564, 'v', "middle", 395, 490 },
	{ TCP_ESTABLISHED, TCP_CLOSE_WAIT, "M625,472H780Q800,472 800,492V553",
	  800, 564, 'v', "middle", 710, 490 },
	{ TCP_FIN_WAIT1, TCP_FIN_WAIT2, "M225,616V763",
	  225, 774, 'v', "end", 215, 700 },
	{ TCP_FIN_WAIT1, TCP_CLOSING, "M310,616V665Q310,685 330,685H464",
	  475, 685, '>', "middle", 395, 677 },
	{ TCP_CLOSE_WAIT, TCP_LAST_ACK, "M835,616V763",
	  RIGHT, 774, 'v', "start", 847, 700 },
	{ TCP_CLOSING, TCP_TIME_WAIT, "M550,711V763",
	  MIDDLE, 774, 'v', "start", 562, 746 },
	{ TCP_FIN_WAIT2, TCP_TIME_WAIT, "M340,800H464",
	  475, 800, '>', "middle", 402, 790 },
	{ TCP_TIME_WAIT, TCP_CLOSE, "M550,826V883",
	  MIDDLE, 894, 'v', "start", 562, 866 },
	{ TCP_LAST_ACK, TCP_CLOSE, "M835,826V900Q835,920 815,920H636",
	  625, 920, '<', "middle", 735, 911 },
	{ TCP_LISTEN, TCP_CLOSE, "M190,190H81",
	  70, 190, '<', "middle", 135, 181 },
	{ TCP_SYN_SENT, TCP_CLOSE, "M910,190H1019",
	  1030, 190, '>', "middle", 965, 181 },
	{ TCP_SYN_RECV, TCP_CLOSE, "M190,330H81",
	  70, 330, '<', "middle", 135, 321 },
	{ TCP_ESTABLISHED, TCP_CLOSE, "M550,486V545",
	  MIDDLE, 556, 'v', "start", 562, 528 },
	{ TCP_FIN_WAIT1, TCP_CLOSE, "M190,590H81",
	  70, 590, '<', "middle", 135, 581 },
	{ TCP_CLOSE_WAIT, TCP_CLOSE, "M910,590H1019",
	  1030, 590, '>', "middle", 965, 581 },
	{ TCP_CLOSING, TCP_CLOSE, "M625,685H719",
	  730, 685, '>', "middle", 675, 676 },
	{ TCP_FIN_WAIT2, TCP_CLOSE, "M190,800H81",
	  70, 800, '<', "middle", 135, 791 },
};

enum { LINES = sizeof(lines) / sizeof(lines[0]), PLACES = sizeof(places) / sizeof(places[0]) };

/* Rules are written out for both schemes, as some viewers lack CSS variables. */
static const char style[] =
	"svg.tcpstate{font:14px system-ui,'DejaVu Sans',sans-serif}"
	".tcpstate-page,.tcpstate-casing{fill:#fff;stroke:#fff}"
	".tcpstate text{fill:#1f2328;stroke:#fff;stroke-width:5px;stroke-linejoin:round;"
	"paint-order:stroke}"
	".tcpstate-casing,.tcpstate-line{fill:none}"
	".tcpstate-line{stroke:#57606a}.tcpstate-head{fill:#57606a}"
	".tcpstate-idle .tcpstate-line{stroke:#afb8c1;stroke-dasharray:3 4}"
	".tcpstate-idle .tcpstate-head{fill:#afb8c1}"
	".tcpstate-box{fill:#f6f8fa;stroke:#57606a;stroke-width:1.5}"
	".tcpstate-persistent .tcpstate-box{fill:#ddf4ff;stroke:#0969da}"
	".tcpstate-trouble .tcpstate-box{fill:#ffebe9;stroke:#cf222e;stroke-width:3}"
	".tcpstate .tcpstate-box~text{stroke:none}"
	".tcpstate-name{font-weight:700}"
	".tcpstate .tcpstate-soft{fill:#57606a}"
	".tcpstate-unexpected .tcpstate-line{stroke:#cf222e}"
	".tcpstate-unexpected .tcpstate-head,.tcpstate .tcpstate-alarm{fill:#cf222e}"
	"@media(prefers-color-scheme:dark){"
	".tcpstate-page,.tcpstate-casing{fill:#0d1117;stroke:#0d1117}.tcpstate-casing{fill:none}"
	".tcpstate text{fill:#e6edf3;stroke:#0d1117}"
	".tcpstate-line{stroke:#9198a1}.tcpstate-head{fill:#9198a1}"
	".tcpstate-idle .tcpstate-line{stroke:#6e7681}.tcpstate-idle .tcpstate-head{fill:#6e7681}"
	".tcpstate-box{fill:#161b22;stroke:#9198a1}"
	".tcpstate-persistent .tcpstate-box{fill:#0c2d4d;stroke:#4493f8}"
	".tcpstate-trouble .tcpstate-box{fill:#3d1214;stroke:#f85149}"
	".tcpstate .tcpstate-soft{fill:#9198a1}"
	".tcpstate-unexpected .tcpstate-line{stroke:#f85149}"
	".tcpstate-unexpected .tcpstate-head,.tcpstate .tcpstate-alarm{fill:#f85149}"
	"}";

/* Names may come from an untrusted file. */
static void put_text(const char *text, FILE *out)
{
	for (; *text; text++)
		if (strchr("<>&\"'", *text))
			fprintf(out, "&#%d;", *text);
		else
			putc(*text, out);
}

static double width_of(const struct diagram *diagram, const struct diagram_arc *arc)
{
	return 1.2 + 5 * diagram_weight(diagram, arc);
}

/* The tooltip of an arc has the numbers in full. */
static void put_title(const struct diagram_arc *arc, FILE *out)
{
	char median[DIAGRAM_SPAN_MAX];

	fputs("<title>", out);
	put_text(arc->from, out);
	fputs(" → ", out);
	put_text(arc->to, out);
	if (arc->count.known)
		fprintf(out, ": %" PRIu64, arc->count.value);
	if (arc->median_ns.known)
		fprintf(out, ", median %s", diagram_span(arc->median_ns, median));
	fputs("</title>", out);
}

static void put_head(int x, int y, char head, double width, FILE *out)
{
	double half = 4 + width * 0.7;

	switch (head) {
	case '<':
	case '>':
		x += head == '<' ? 12 : -12;
		fprintf(out, "<path class=\"tcpstate-head\" d=\"M%d,%.1fv%.1fL%d,%dz\"/>", x,
			y - half, 2 * half, head == '<' ? x - 12 : x + 12, y);
		break;
	default:
		y += head == '^' ? 12 : -12;
		fprintf(out, "<path class=\"tcpstate-head\" d=\"M%.1f,%dh%.1fL%d,%dz\"/>", x - half,
			y, 2 * half, x, head == '^' ? y - 12 : y + 12);
	}
}

static bool ends_at_word(const struct line *line)
{
	return line->to == TCP_CLOSE && line->from != TCP_TIME_WAIT && line->from != TCP_LAST_ACK;
}

static void put_word_at_end(const struct line *line, FILE *out)
{
	int x = line->x + (line->head == '<' ? -4 : line->head == '>' ? 4 : 0);
	int y = line->y + (line->head == 'v' ? 15 : 5);

	fprintf(out, "<text class=\"tcpstate-soft\" font-size=\"12\" text-anchor=\"%s\" "
		"x=\"%d\" y=\"%d\">CLOSE</text>",
		line->head == '<' ? "end" : line->head == '>' ? "start" : "middle", x, y);
}

static void put_line(const struct diagram *diagram, const struct line *line, FILE *out)
{
	const struct diagram_arc *arc = diagram_arc_between(diagram, line->from, line->to);
	double width = width_of(diagram, arc);

	fprintf(out, "<g class=\"%s\">", arc->count.value ? "tcpstate-arc" : "tcpstate-idle");
	put_title(arc, out);
	fprintf(out, "<path class=\"tcpstate-casing\" stroke-width=\"%.1f\" d=\"%s\"/>", width + 6,
		line->path);
	fprintf(out, "<path class=\"tcpstate-line\" stroke-width=\"%.1f\" d=\"%s\"/>", width,
		line->path);
	put_head(line->x, line->y, line->head, width, out);
	if (ends_at_word(line))
		put_word_at_end(line, out);
	fputs("</g>\n", out);
}

/* Labels are drawn after all lines, so that no line crosses them. */
static void put_label(const struct diagram *diagram, const struct line *line, FILE *out)
{
	const struct diagram_arc *arc = diagram_arc_between(diagram, line->from, line->to);
	char count[DIAGRAM_NUMBER_MAX], median[DIAGRAM_SPAN_MAX];

	fprintf(out, "<text font-size=\"13\" text-anchor=\"%s\" x=\"%d\" y=\"%d\"%s>%s",
		line->anchor, line->label_x, line->label_y,
		arc->count.value ? "" : " class=\"tcpstate-soft\"",
		diagram_number(arc->count, count));
	if (arc->median_ns.known)
		fprintf(out, "<tspan class=\"tcpstate-soft\" dx=\"6\">%s</tspan>",
			diagram_span(arc->median_ns, median));
	fputs("</text>\n", out);
}

static const char *class_of(const struct diagram *diagram, const struct state_row *row)
{
	if (!row)
		return "tcpstate-transient";
	switch (state_health(diagram->summary, row)) {
	case HEALTH_TOO_OLD:
		return "tcpstate-trouble";
	case HEALTH_PERSISTENT:
		return "tcpstate-persistent";
	default:
		return "tcpstate-transient";
	}
}

static void put_box(const struct diagram *diagram, const struct place *place, FILE *out)
{
	const struct state_row *row = diagram_state(diagram, place->state);
	char now[DIAGRAM_NUMBER_MAX], age[DIAGRAM_SPAN_MAX];
	struct number age_ns;

	fprintf(out, "<g class=\"%s\"><rect class=\"tcpstate-box\" x=\"%d\" y=\"%d\" "
		"width=\"%d\" height=\"%d\" rx=\"8\"/>", class_of(diagram, row),
		place->x - BOX_WIDTH / 2, place->y - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT);
	fprintf(out, "<text class=\"tcpstate-name\" text-anchor=\"middle\" "
		"x=\"%d\" y=\"%d\">%s</text>", place->x, place->y + (row ? -5 : 5),
		tcp_state_name(place->state));
	if (row) {
		age_ns = state_mean_age_ns(diagram->summary, row);
		fprintf(out, "<text text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s", place->x,
			place->y + 15, diagram_number(row->now, now));
		if (age_ns.known)
			fprintf(out, "<tspan class=\"tcpstate-soft\" dx=\"6\">for %s</tspan>",
				diagram_span(age_ns, age));
		fputs("</text>", out);
	}
	fputs("</g>\n", out);
}

static const struct place *find_place(const char *name, bool from)
{
	size_t i;

	if (!strcmp(name, tcp_state_name(TCP_CLOSE)))
		return from ? &beginning : &end;
	for (i = 0; i < PLACES; i++)
		if (!strcmp(tcp_state_name(places[i].state), name))
			return &places[i];
	return NULL;
}

/* The layout has no place for unexpected arcs: a bow between boxes, with a number for the list. */
static void put_bow(const struct diagram *diagram, const struct diagram_arc *arc, int number,
		    FILE *out)
{
	const struct place *from = find_place(arc->from, true), *to = find_place(arc->to, false);
	double dx, dy, length, x, y, share, end_x, end_y;

	if (!from || !to || from == to)
		return;
	dx = to->x - from->x;
	dy = to->y - from->y;
	length = hypot(dx, dy);
	x = (from->x + to->x) / 2.0 - dy / length * 70;
	y = (from->y + to->y) / 2.0 + dx / length * 70;
	/* The bow ends at the border of the box, not at its centre. */
	share = fmin(BOX_WIDTH / 2 / fmax(fabs(x - to->x), 1),
		     BOX_HEIGHT / 2 / fmax(fabs(y - to->y), 1));
	end_x = to->x + (x - to->x) * share;
	end_y = to->y + (y - to->y) * share;
	fputs("<g class=\"tcpstate-unexpected\">", out);
	put_title(arc, out);
	fprintf(out, "<path class=\"tcpstate-line\" stroke-width=\"%.1f\" "
		"d=\"M%d,%dQ%.0f,%.0f %.0f,%.0f\"/>",
		width_of(diagram, arc), from->x, from->y, x, y, end_x, end_y);
	fprintf(out, "<circle class=\"tcpstate-head\" r=\"6\" cx=\"%.0f\" cy=\"%.0f\"/>",
		end_x, end_y);
	fprintf(out, "<text class=\"tcpstate-alarm\" text-anchor=\"middle\" "
		"x=\"%.0f\" y=\"%.0f\">(%d)</text></g>\n",
		(from->x + to->x) / 4.0 + x / 2, (from->y + to->y) / 4.0 + y / 2 + 5, number);
}

static void put_bows(const struct diagram *diagram, FILE *out)
{
	const struct diagram_arc *arc;
	int number = 0;

	for (arc = diagram->arcs; arc < diagram->arcs + diagram->arc_count; arc++)
		if (arc->unexpected)
			put_bow(diagram, arc, ++number, out);
}

static void put_unexpected(const struct diagram *diagram, FILE *out)
{
	char count[DIAGRAM_NUMBER_MAX];
	const struct diagram_arc *arc;
	int number = 0;

	for (arc = diagram->arcs; arc < diagram->arcs + diagram->arc_count; arc++) {
		if (!arc->unexpected)
			continue;
		number++;
		fprintf(out, "<text class=\"tcpstate-alarm\" x=\"30\" y=\"%d\">(%d) unexpected: ",
			HEIGHT + LINE * (number - 1), number);
		put_text(arc->from, out);
		fputs(" → ", out);
		put_text(arc->to, out);
		fprintf(out, ", %s</text>\n", diagram_number(arc->count, count));
	}
}

static int unexpected_arcs(const struct diagram *diagram)
{
	size_t i;
	int count = 0;

	for (i = 0; i < diagram->arc_count; i++)
		count += diagram->arcs[i].unexpected;
	return count;
}

static void put_legend(const char *text, int y, FILE *out)
{
	fprintf(out, "<text class=\"tcpstate-soft\" font-size=\"13\" x=\"30\" y=\"%d\">%s"
		"</text>\n", y, text);
}

static void put_page(const struct diagram *diagram, FILE *out)
{
	int height = HEIGHT + LINE * unexpected_arcs(diagram);

	fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tcpstate\" "
		"viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
		"<title>TCP states</title>\n<style>%s</style>\n",
		WIDTH, height, WIDTH, height, style);
	fprintf(out, "<rect class=\"tcpstate-page\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height);
	fputs("<text class=\"tcpstate-name\" x=\"30\" y=\"36\">TCP sockets of ", out);
	put_text(strcmp(diagram->summary->scope, TCPSTATE_SCOPE_HOST) ? diagram->summary->scope :
			 "this host, all namespaces", out);
	fputs("</text>\n", out);
	put_legend("In a box: sockets now, and their mean age in the state.", HEIGHT - 2 * LINE,
		   out);
	put_legend("At an arc: how often since counting began, and the median time in the state "
		   "before it.", HEIGHT - LINE, out);
}

void diagram_svg(const struct diagram *diagram, FILE *out)
{
	size_t i;

	put_page(diagram, out);
	for (i = 0; i < LINES; i++)
		put_line(diagram, &lines[i], out);
	put_bows(diagram, out);
	put_box(diagram, &beginning, out);
	put_box(diagram, &end, out);
	for (i = 0; i < PLACES; i++)
		put_box(diagram, &places[i], out);
	for (i = 0; i < LINES; i++)
		put_label(diagram, &lines[i], out);
	put_unexpected(diagram, out);
	fputs("</svg>\n", out);
}
