namespace SalesProcess.Server.Diagrams;

/// <summary>A definition as boxes and arrows.</summary>
internal sealed record Diagram(string Title, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramEdge> Edges);

/// <summary>A box.</summary>
/// <param name="Lines">What stands in it; the first line is the headline.</param>
/// <param name="Kind">What its colour says: human, decision, child, wait, end, step.</param>
/// <param name="Inside">The node ids of the activities it stands for: its own and those below it.</param>
internal sealed record DiagramNode(string Id, IReadOnlyList<string> Lines, string Kind, IReadOnlySet<string> Inside, Box? Box);

internal sealed record DiagramEdge(string Source, string Target, string? Label, IReadOnlyList<Point> Vertices);

internal sealed record Point(double X, double Y);

internal sealed record Box(double X, double Y, double Width, double Height)
{
    public const double DefaultWidth = 220;

    public const double DefaultHeight = 70;

    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double CenterX => X + (Width / 2);

    public double CenterY => Y + (Height / 2);
}
