/** A plant or a colour: the first word of an alias, what a drawn bee of that name looks like, and a standard Slack emoji. */
export interface AliasColour {
  readonly word: string;
  readonly body: string;
  readonly emoji: string;
}

/** A bee: the rest of an alias, and how it is striped and winged. */
export interface AliasBee {
  readonly words: string;
  readonly stripes: string;
  readonly wings: string;
}

const colour = (word: string, body: string, emoji: string): AliasColour => ({ word, body, emoji: `:${emoji}:` });
const bee = (words: string, stripes: string, wings: string): AliasBee => ({ words, stripes, wings });

/**
 * None is a first name that people have, the colour of anybody's skin or hair, or anything but pleasant; all are easy to
 * say and to tell apart.
 */
export const aliasColours: readonly AliasColour[] = [
  colour('Acorn', '#c9924e', 'chestnut'),
  colour('Almond', '#e8c9a0', 'peanuts'),
  colour('Apricot', '#f6a860', 'tangerine'),
  colour('Avocado', '#9bbf5a', 'avocado'),
  colour('Bamboo', '#8fc46b', 'bamboo'),
  colour('Blackthorn', '#b9b0e6', 'deciduous_tree'),
  colour('Bluebell', '#8fa4f5', 'bell'),
  colour('Borage', '#7fb2f0', 'droplet'),
  colour('Bramble', '#d48fb8', 'blueberries'),
  colour('Buttercup', '#f8d34a', 'blossom'),
  colour('Cactus', '#6fc28b', 'cactus'),
  colour('Celandine', '#f5e05c', 'star2'),
  colour('Chicory', '#94b6f2', 'large_blue_diamond'),
  colour('Cinnamon', '#d69a6a', 'cookie'),
  colour('Citrus', '#fbbf3c', 'sunny'),
  colour('Cobalt', '#7da7f7', 'large_blue_circle'),
  colour('Comfrey', '#b6a1ec', 'tea'),
  colour('Copper', '#e09a66', 'maple_leaf'),
  colour('Cornflower', '#88aaf8', 'butterfly'),
  colour('Cowslip', '#f3e27a', 'hatching_chick'),
  colour('Crimson', '#f2868f', 'rose'),
  colour('Crocus', '#c59bf0', 'crystal_ball'),
  colour('Damson', '#b99be0', 'grapes'),
  colour('Dandelion', '#fad648', 'sunflower'),
  colour('Edelweiss', '#e6eaf0', 'snowflake'),
  colour('Elderflower', '#f3efcf', 'white_flower'),
  colour('Emerald', '#5fcf94', 'green_heart'),
  colour('Eucalyptus', '#a3ccb8', 'koala'),
  colour('Fennel', '#c6d86a', 'feather'),
  colour('Foxglove', '#e58fc4', 'fox_face'),
  colour('Gentian', '#86a0fb', 'gem'),
  colour('Gorse', '#f4cb3f', 'sparkles'),
  colour('Harebell', '#a9b6f7', 'rabbit'),
  colour('Hawthorn', '#f0b0b4', 'cherry_blossom'),
  colour('Hibiscus', '#f2879e', 'hibiscus'),
  colour('Hyacinth', '#a79df4', 'bouquet'),
  colour('Indigo', '#9c9cf6', 'milky_way'),
  colour('Kumquat', '#f9ac46', 'orange_heart'),
  colour('Larkspur', '#93a9ee', 'bird'),
  colour('Lavender', '#c3adf2', 'purple_heart'),
  colour('Lemon', '#f9e34f', 'lemon'),
  colour('Lichen', '#bccf9a', 'rock'),
  colour('Lilac', '#d3b0ee', 'umbrella'),
  colour('Lotus', '#f3b3d0', 'lotus'),
  colour('Lupin', '#ad9df0', 'wolf'),
  colour('Magnolia', '#f2d3dc', 'tulip'),
  colour('Mango', '#fbb24e', 'mango'),
  colour('Maple', '#ef9a5a', 'fallen_leaf'),
  colour('Mulberry', '#d291c9', 'cupcake'),
  colour('Nettle', '#8cc474', 'leaves'),
  colour('Nutmeg', '#cf9f74', 'coconut'),
  colour('Oregano', '#a4c27a', 'herb'),
  colour('Papaya', '#fba26c', 'sunrise'),
  colour('Pineapple', '#f7cf50', 'pineapple'),
  colour('Pistachio', '#b9d58a', 'green_apple'),
  colour('Quince', '#eada62', 'pear'),
  colour('Raspberry', '#f08fb0', 'strawberry'),
  colour('Russet', '#dd9472', 'apple'),
  colour('Sapphire', '#83a6fa', 'blue_heart'),
  colour('Seagrass', '#6cc7b4', 'ocean'),
  colour('Silver', '#cfd6de', 'crescent_moon'),
  colour('Snowdrop', '#eef3ea', 'snowman_without_snow'),
  colour('Sorrel', '#e29a80', 'carrot'),
  colour('Speedwell', '#8bb0f6', 'dolphin'),
  colour('Tamarind', '#d3a26c', 'deer'),
  colour('Teasel', '#c8a6d8', 'hedgehog'),
  colour('Thistle', '#cda0e4', 'sheep'),
  colour('Turquoise', '#58cfd0', 'turtle'),
  colour('Umber', '#cc9d70', 'mushroom'),
  colour('Verbena', '#c99af2', 'ribbon'),
  colour('Wisteria', '#bba6f4', 'rainbow'),
  colour('Yarrow', '#f0e4a6', 'ear_of_rice'),
];

export const aliasBees: readonly AliasBee[] = [
  bee('alpine bee', '#1b1b2f', '#e3f2fd'),
  bee('bumblebee', '#1a1a1a', '#f5f5f5'),
  bee('carder bee', '#3b1f0a', '#fff3e0'),
  bee('desert bee', '#402218', '#fff8e1'),
  bee('digger bee', '#2e2410', '#f1f8e9'),
  bee('forest bee', '#0f2e1a', '#e8f5e9'),
  bee('furrow bee', '#2a2118', '#efebe9'),
  bee('hillside bee', '#1d3010', '#f9fbe7'),
  bee('honeybee', '#3d2600', '#fffde7'),
  bee('island bee', '#062c3a', '#e0f7fa'),
  bee('leafcutter bee', '#16321f', '#f1fff4'),
  bee('mason bee', '#33201a', '#fbe9e7'),
  bee('meadow bee', '#23300c', '#f4ffe3'),
  bee('mountain bee', '#22263a', '#e8eaf6'),
  bee('nomad bee', '#3a1420', '#fce4ec'),
  bee('orchard bee', '#332b00', '#fffbd6'),
  bee('pantaloon bee', '#301a38', '#f3e5f5'),
  bee('plasterer bee', '#23282c', '#eceff1'),
  bee('resin bee', '#3a1c00', '#fff1dc'),
  bee('scissor bee', '#101f33', '#e1f0ff'),
  bee('silk bee', '#2b1533', '#fbeaff'),
  bee('tunnel bee', '#261c14', '#f6efe7'),
  bee('valley bee', '#12301f', '#e6fff0'),
  bee('woodland bee', '#182a12', '#eefbe6'),
];
