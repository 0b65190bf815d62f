using System.Globalization;
using System.Security;
using System.Text;
using SalesProcess.Engine.Definitions;

namespace SalesProcess.Server.Diagrams;

/// <summary>Draws a definition as SVG.</summary>
internal static class DiagramSvg
{
    private const double Margin = 40;
    private const double FontSize = 13;

    private const string Style =
        """
        text{font-family:"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;fill:#1f2733}
        .head{font-size:13px;font-weight:600}.sub{font-size:12px;fill:#55606e}.port{font-size:11px;fill:#3d4855;paint-order:stroke;stroke:#fff;stroke-width:4px}
        .edge{fill:none;stroke:#97a1ae;stroke-width:1.6}.box{stroke-width:1.4}.bar{stroke:none}
        .human .box{fill:#eef4ff;stroke:#9db9ee}.human .bar{fill:#3b6fd4}.decision .box{fill:#fff8e8;stroke:#e6c878}.decision .bar{fill:#c98a00}
        .child .box{fill:#f4efff;stroke:#c3aef0}.child .bar{fill:#7a4fd0}.wait .box{fill:#eaf8f6;stroke:#94d0ca}.wait .bar{fill:#14837b}
        .end .box{fill:#edf8ee;stroke:#9bd0a6}.end .bar{fill:#2f8f46}.step .box{fill:#f7f8fa;stroke:#cdd3db}.step .bar{fill:#7a8494}
        .active .box{stroke:#d9480f;stroke-width:3}.halo{fill:none;stroke:#ff922b;stroke-width:6;opacity:.35}
        """;

    /// <param name="active">Node ids of the activities to highlight: where an instance stands.</param>
    public static string Draw(WorkflowGraph graph, IReadOnlySet<string> active)
    {
        var diagram = DiagramReader.Read(graph);
        var boxes = DiagramLayout.Place(diagram);
        var svg = new StringBuilder(8192);
        Open(svg, diagram, boxes);
        foreach (var (edge, route) in DiagramRoutes.Lead(diagram, boxes))
        {
            svg.Append("<path class=\"edge\" marker-end=\"url(#arrow)\" d=\"").Append(route.Path).Append("\"/>\n");
            if (edge.Label is { } label)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text class=\"port\" x=\"{route.Label.X:0.#}\" y=\"{route.Label.Y:0.#}\">{Escape(label)}</text>\n");
            }
        }

        foreach (var node in diagram.Nodes)
        {
            DrawNode(svg, node, boxes[node.Id], node.Inside.Overlaps(active));
        }

        return svg.Append("</svg>").ToString();
    }

    private static void Open(StringBuilder svg, Diagram diagram, IReadOnlyDictionary<string, Box> boxes)
    {
        var left = boxes.Values.Select(b => b.X).DefaultIfEmpty(0).Min() - Margin;
        var top = boxes.Values.Select(b => b.Y).DefaultIfEmpty(0).Min() - Margin - 20;
        var width = boxes.Values.Select(b => b.Right).DefaultIfEmpty(100).Max() + Margin - left;
        var height = boxes.Values.Select(b => b.Bottom).DefaultIfEmpty(60).Max() + Margin + 30 - top;
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.#}\" height=\"{height:0.#}\" viewBox=\"{left:0.#} {top:0.#} {width:0.#} {height:0.#}\" role=\"img\">\n")
            .Append("<title>").Append(Escape(diagram.Title)).Append("</title>\n<style>").Append(Style).Append("</style>\n")
            .Append("<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"8\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0 10 5 0 10z\" fill=\"#97a1ae\"/></marker></defs>\n")
            .Append(CultureInfo.InvariantCulture, $"<rect x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" fill=\"#fff\"/>\n");
    }

    private static void DrawNode(StringBuilder svg, DiagramNode node, Box box, bool isActive)
    {
        var rect = string.Create(CultureInfo.InvariantCulture, $"x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"8\"");
        svg.Append("<g class=\"").Append(node.Kind).Append(isActive ? " active" : "").Append("\" data-activity=\"").Append(Escape(node.Id)).Append("\">")
            .Append("<title>").Append(Escape(node.Id)).Append("</title>");
        if (isActive)
        {
            svg.Append("<rect class=\"halo\" ").Append(rect).Append("/>");
        }

        svg.Append("<rect class=\"box\" ").Append(rect).Append("/>")
            .Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{box.X:0.#}\" y=\"{box.Y + 10:0.#}\" width=\"4\" height=\"{box.Height - 20:0.#}\" rx=\"2\"/>");
        var lines = node.Lines.SelectMany((text, i) => Wrap(text, box.Width - 28).Select(line => (line, Class: i == 0 ? "head" : "sub"))).ToList();
        var y = box.CenterY - ((lines.Count - 1) * (FontSize + 4) / 2) + 4.5;
        foreach (var (line, css) in lines)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{css}\" x=\"{box.X + 16:0.#}\" y=\"{y:0.#}\">{Escape(line)}</text>");
            y += FontSize + 4;
        }

        svg.Append("</g>\n");
    }

    // Two lines at most; what does not fit ends in an ellipsis.
    private static IEnumerable<string> Wrap(string text, double width)
    {
        var words = text.Contains(' ', StringComparison.Ordinal) ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [text];
        var first = "";
        var used = 0;
        while (used < words.Length && Measure(first.Length == 0 ? words[used] : $"{first} {words[used]}") <= width)
        {
            first = first.Length == 0 ? words[used] : $"{first} {words[used]}";
            used++;
        }

        return used == words.Length ? [text] : used == 0 ? [Cut(text, width)] : [first, Cut(string.Join(' ', words.Skip(used)), width)];
    }

    private static string Cut(string text, double width)
    {
        if (Measure(text) <= width)
        {
            return text;
        }

        var kept = text.EnumerateRunes().ToList();
        while (kept.Count > 0 && Measure(string.Concat(kept) + "…") > width)
        {
            kept.RemoveAt(kept.Count - 1);
        }

        return string.Concat(kept) + "…";
    }

    // Without fonts at hand: wide characters are as wide as high, others a good half of it.
    private static double Measure(string text) => text.EnumerateRunes().Sum(r => r.Value >= 0x2E80 ? FontSize : FontSize * 0.6);

    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Where(c => c >= ' '))) ?? "";
}
