using System.Globalization;

namespace SalesProcess.Server.Diagrams;

/// <summary>The way of one arrow, and where its label stands.</summary>
internal sealed record Route(string Path, Point Label);

/// <summary>Leads arrows from box to box: forward by the sides, over others in the row above it, back below.</summary>
internal static class DiagramRoutes
{
    private const double Gap = 6;

    public static IEnumerable<(DiagramEdge Edge, Route Route)> Lead(Diagram diagram, IReadOnlyDictionary<string, Box> boxes)
    {
        foreach (var group in diagram.Edges.Where(e => boxes.ContainsKey(e.Source) && boxes.ContainsKey(e.Target)).GroupBy(e => e.Source, StringComparer.Ordinal))
        {
            var edges = group.OrderBy(e => boxes[e.Target].CenterY).ThenBy(e => boxes[e.Target].X).ToList();
            var forward = edges.Where(e => boxes[e.Target].X >= boxes[e.Source].Right && !IsBlocked(e, boxes)).ToList();
            foreach (var edge in edges)
            {
                yield return (edge, Lead(edge, boxes, forward.IndexOf(edge), forward.Count));
            }
        }
    }

    private static Route Lead(DiagramEdge edge, IReadOnlyDictionary<string, Box> boxes, int index, int count)
    {
        var (source, target) = (boxes[edge.Source], boxes[edge.Target]);
        if (edge.Vertices.Count > 0)
        {
            var points = edge.Vertices.Prepend(new Point(source.Right, source.CenterY)).Append(new Point(target.X - Gap, target.CenterY));
            return new Route("M" + string.Join(" L", points.Select(p => At(p.X, p.Y))), Beside(source.Right, source.CenterY));
        }

        if (index >= 0)
        {
            // Several arrows leave a side apart from each other.
            var y = source.Y + (source.Height * (index + 1) / (count + 1));
            var bend = Math.Max(30, Math.Min(90, (target.X - source.Right) / 2));
            return new Route(
                $"M{At(source.Right, y)} C{At(source.Right + bend, y)} {At(target.X - Gap - bend, target.CenterY)} {At(target.X - Gap, target.CenterY)}",
                Beside(source.Right, y));
        }

        if (target.X >= source.Right)
        {
            return Arc(source.CenterX + (source.Width / 4), source.Y, target.CenterX - (target.Width / 4), target.Y, -1);
        }

        if (Math.Abs(target.CenterX - source.CenterX) < source.Width / 2 && target.Y > source.Bottom)
        {
            return new Route($"M{At(source.CenterX, source.Bottom)} L{At(target.CenterX, target.Y - Gap)}", new Point(source.CenterX + 6, source.Bottom + 18));
        }

        if (target.Bottom < source.Y)
        {
            // Back to a row above: through the space between the rows.
            var (x1, x2, bend) = (source.CenterX - (source.Width / 4), target.CenterX + (target.Width / 4), Math.Min(40, (source.Y - target.Bottom) / 2));
            return new Route(
                $"M{At(x1, source.Y)} C{At(x1, source.Y - bend)} {At(x2, target.Bottom + bend)} {At(x2, target.Bottom + Gap)}",
                new Point(x1 + 8, source.Y - 10));
        }

        return Arc(source.CenterX - (source.Width / 4), source.Bottom, target.CenterX + (target.Width / 4), target.Bottom, 1);
    }

    private static Route Arc(double x1, double y1, double x2, double y2, int direction)
    {
        var depth = direction * Math.Min(75, 40 + (Math.Abs(x2 - x1) * 0.03));
        return new Route(
            $"M{At(x1, y1)} C{At(x1, y1 + depth)} {At(x2, y2 + depth)} {At(x2, y2 + (direction * Gap))}",
            new Point(x1 + 8, y1 + (direction * 16) + 4));
    }

    // Is there another box on the straight way, in the same row?
    private static bool IsBlocked(DiagramEdge edge, IReadOnlyDictionary<string, Box> boxes)
    {
        var (source, target) = (boxes[edge.Source], boxes[edge.Target]);
        return Math.Abs(source.CenterY - target.CenterY) < source.Height / 2
            && boxes.Values.Any(b => b.X > source.Right && b.Right < target.X && b.Y < source.CenterY && b.Bottom > source.CenterY);
    }

    private static Point Beside(double x, double y) => new(x + 8, y - 6);

    internal static string At(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
}
